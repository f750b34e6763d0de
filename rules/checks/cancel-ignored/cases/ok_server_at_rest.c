// case: a server waits for requests and for the quit channel at once
#include "neco.h"

static void serve(int argc, void *argv[]) {
    neco_chan *requests = argv[0], *quit = argv[1];
    int request;
    while (neco_chan_select(2, requests, quit) == 0) neco_chan_case(requests, &request);
}

int neco_main(int argc, char **argv) {
    neco_chan *requests, *quit;
    int request = 1;
    neco_chan_make(&requests, sizeof(int), 0);
    neco_chan_make(&quit, 0, 1);
    neco_start(serve, 2, requests, quit);
    neco_chan_send(requests, &request);
    neco_chan_send(quit, NULL);
    return 0;
}
