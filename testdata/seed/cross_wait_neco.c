// case: two tasks wait crosswise: each sends to the other before it receives
#include "neco.h"

static void worker(int argc, void *argv[]) {
    neco_chan *to_worker = argv[0], *to_main = argv[1];
    int value = 1;
    neco_chan_send(to_main, &value); // finding: channel-wait-cycle
    neco_chan_recv(to_worker, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *to_worker, *to_main;
    int value = 2;
    neco_chan_make(&to_worker, sizeof(int), 0);
    neco_chan_make(&to_main, sizeof(int), 0);
    neco_start(worker, 2, to_worker, to_main);
    neco_chan_send(to_worker, &value); // step: channel-wait-cycle
    neco_chan_recv(to_main, &value);
    return 0;
}
