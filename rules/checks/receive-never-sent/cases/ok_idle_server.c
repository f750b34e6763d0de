// case: a server waits for its next request when the program ends, and nobody waits for the server
#include "neco.h"

static void serve(int argc, void *argv[]) {
    neco_chan *requests = argv[0];
    int request;
    for (;;) neco_chan_recv(requests, &request);
}

int neco_main(int argc, char **argv) {
    neco_chan *requests;
    int request = 1;
    neco_chan_make(&requests, sizeof(int), 0);
    neco_start(serve, 1, requests);
    neco_chan_send(requests, &request);
    return 0;
}
