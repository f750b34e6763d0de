// case: main looks once for a result without waiting, and waits when it is not there yet
#include "neco.h"

static void work(int argc, void *argv[]) {
    neco_chan *result = argv[0];
    int value = 1;
    neco_sleep(10 * NECO_MILLISECOND);
    neco_chan_send(result, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *result;
    int value = 0;
    neco_chan_make(&result, sizeof(int), 0);
    neco_start(work, 1, result);
    neco_sleep(NECO_MILLISECOND);
    if (neco_chan_tryrecv(result, &value) == NECO_EMPTY) neco_chan_recv(result, &value);
    return 0;
}
