// case: the server ends when main closes its channel
#include "neco.h"

static void serve(int argc, void *argv[]) {
    neco_chan *requests = argv[0];
    int request;
    while (neco_chan_recv(requests, &request) != NECO_CLOSED) {
    }
}

int neco_main(int argc, char **argv) {
    neco_chan *requests;
    int request = 1;
    neco_chan_make(&requests, sizeof(int), 0);
    neco_start(serve, 1, requests);
    int64_t server = neco_lastid();
    neco_chan_send(requests, &request);
    neco_chan_close(requests);
    neco_join(server);
    return 0;
}
