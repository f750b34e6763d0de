// case: k workers send one result each, and k are taken
#include "neco.h"
static void work(int argc, void *argv[]) {
    neco_chan *results = argv[0];
    int r = argc;
    neco_chan_send(results, &r);
    neco_chan_release(results);
}
int neco_main(int argc, char **argv) {
    neco_chan *results;
    int k = argc + 3, r;
    neco_chan_make(&results, sizeof(int), 0);
    for (int i = 0; i < k; i++) {
        neco_chan_retain(results);
        neco_start(work, 1, results);
    }
    for (int i = 0; i < k; i++)
        neco_chan_recv(results, &r);
    neco_chan_release(results);
    return 0;
}
