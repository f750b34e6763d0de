// case: main gives up at its deadline, and the worker then sends a result that nobody will take
#include "neco.h"

static void work(int argc, void *argv[]) {
    neco_chan *result = argv[0];
    int value = 1;
    neco_sleep(20 * NECO_MILLISECOND);
    neco_chan_send(result, &value); // finding: blocked-task-leak
}

int neco_main(int argc, char **argv) {
    neco_chan *result;
    int value;
    neco_chan_make(&result, sizeof(int), 0);
    neco_start(work, 1, result);
    if (neco_chan_recv_dl(result, &value, neco_now() + NECO_MILLISECOND) != NECO_OK) // step: blocked-task-leak
        return 1;
    return 0;
}
