// case: main waits for the end of a server that has no way to end
#include "neco.h"

static void serve(int argc, void *argv[]) {
    neco_chan *requests = argv[0];
    int request;
    for (;;) neco_chan_recv(requests, &request); // finding: receive-never-sent
}

int neco_main(int argc, char **argv) {
    neco_chan *requests;
    int request = 1;
    neco_chan_make(&requests, sizeof(int), 0);
    neco_start(serve, 1, requests);
    int64_t server = neco_lastid();
    neco_chan_send(requests, &request);
    neco_join(server); // step: receive-never-sent
    return 0;
}
