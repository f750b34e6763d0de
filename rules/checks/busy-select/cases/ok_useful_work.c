// case: between two looks at the channel the loop does a piece of work that has an end
#include "neco.h"

static void stopper(int argc, void *argv[]) {
    neco_chan *stop = argv[0];
    neco_chan_send(stop, &argc);
}

int neco_main(int argc, char **argv) {
    neco_chan *stop;
    int sum = 0, value;
    neco_chan_make(&stop, sizeof(int), 1);
    neco_start(stopper, 1, stop);
    for (int i = 0; i < 100000; i++) {
        if (neco_chan_tryrecv(stop, &value) == NECO_OK) break;
        sum += i % 7;
    }
    return sum == 0;
}
