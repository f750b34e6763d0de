// case: the channel keeps the late result, so the worker ends
#include "neco.h"

static void work(int argc, void *argv[]) {
    neco_chan *result = argv[0];
    int value = 1;
    neco_sleep(20 * NECO_MILLISECOND);
    neco_chan_send(result, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *result;
    int value;
    neco_chan_make(&result, sizeof(int), 1);
    neco_start(work, 1, result);
    if (neco_chan_recv_dl(result, &value, neco_now() + NECO_MILLISECOND) != NECO_OK) return 0;
    return 0;
}
