// case: two queues are asked in turn, for ever, and neither producer gets to run
#include "neco.h"

static void produce(int argc, void *argv[]) {
    neco_chan *queue = argv[0];
    int value = 1;
    neco_sleep(NECO_MILLISECOND);
    neco_chan_send(queue, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *urgent, *normal;
    int value, left = 2;
    neco_chan_make(&urgent, sizeof(int), 4);
    neco_chan_make(&normal, sizeof(int), 4);
    neco_start(produce, 1, urgent);
    neco_start(produce, 1, normal);
    while (left > 0) {
        if (neco_chan_tryrecv(urgent, &value) == NECO_OK) // finding: busy-select
            left--;
        else if (neco_chan_tryrecv(normal, &value) == NECO_OK) // step: busy-select
            left--;
    }
    return 0;
}
