// case: a server looks at the quit channel between requests, and is never woken to look once more
#include "neco.h"

static void serve(int argc, void *argv[]) {
    neco_chan *requests = argv[0], *quit = argv[1];
    int request;
    for (;;) {
        if (neco_chan_tryrecv(quit, NULL) != NECO_EMPTY) break;
        if (neco_chan_recv(requests, &request) != NECO_OK) continue; // finding: cancel-ignored
    }
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
