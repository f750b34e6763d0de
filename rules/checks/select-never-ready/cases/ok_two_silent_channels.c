// case: a coroutine sends on one of the two channels
#include "neco.h"

static void work(int argc, void *argv[]) {
    neco_chan *data = argv[0];
    int value = 1;
    neco_chan_send(data, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *data, *stop;
    neco_chan_make(&data, sizeof(int), 0);
    neco_chan_make(&stop, sizeof(int), 0);
    neco_start(work, 1, data);
    neco_chan_select(2, data, stop);
    return 0;
}
