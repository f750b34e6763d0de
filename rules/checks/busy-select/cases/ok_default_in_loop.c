// case: the loop around the select with default yields when there is nothing
#include "neco.h"

static void stopper(int argc, void *argv[]) {
    neco_chan *stop = argv[0];
    int value = 1;
    neco_yield();
    neco_chan_send(stop, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *stop, *work;
    int value;
    neco_chan_make(&stop, sizeof(int), 1);
    neco_chan_make(&work, sizeof(int), 1);
    neco_start(stopper, 1, stop);
    for (;;) {
        switch (neco_chan_tryselect(2, stop, work)) {
        case 0:
            return 0;
        case 1:
            neco_chan_case(work, &value);
            break;
        default:
            neco_yield();
            break;
        }
    }
}
