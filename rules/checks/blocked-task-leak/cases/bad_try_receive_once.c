// case: main looks once for a result without waiting and then forgets the worker
#include "neco.h"

static void work(int argc, void *argv[]) {
    neco_chan *result = argv[0];
    int value = 1;
    neco_sleep(10 * NECO_MILLISECOND);
    neco_chan_send(result, &value); // finding: blocked-task-leak
}

int neco_main(int argc, char **argv) {
    neco_chan *result;
    int value = 0;
    neco_chan_make(&result, sizeof(int), 0);
    neco_start(work, 1, result);
    neco_sleep(NECO_MILLISECOND);
    neco_chan_tryrecv(result, &value); // step: blocked-task-leak
    return 0;
}
