// case: main collects results until the channel is closed, and the last worker to end does not close it
#include "neco.h"

enum { WORKERS = 2 };

static void work(int argc, void *argv[]) {
    neco_chan *results = argv[0];
    int value = 1;
    neco_chan_send(results, &value);
    neco_chan_release(results);
}

int neco_main(int argc, char **argv) {
    neco_chan *results;
    int value, sum = 0;
    neco_chan_make(&results, sizeof(int), 0);
    for (int i = 0; i < WORKERS; i++) {
        neco_chan_retain(results);
        neco_start(work, 1, results);
    }
    while (neco_chan_recv(results, &value) == NECO_OK) // finding: receive-loop-without-close
        sum += value;
    return sum != WORKERS;
}
