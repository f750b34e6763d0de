// case: the loop is gone, and the select waits
#include "neco.h"

static void produce(int argc, void *argv[]) {
    neco_chan *data = argv[0];
    int value = 1;
    neco_sleep(NECO_MILLISECOND);
    neco_chan_send(data, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *data;
    int value = 0;
    neco_chan_make(&data, sizeof(int), 0);
    neco_start(produce, 1, data);
    neco_chan_select(1, data);
    neco_chan_case(data, &value);
    return value != 1;
}
