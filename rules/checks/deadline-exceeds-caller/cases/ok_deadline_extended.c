// case: a function gives up a little before the deadline that it is given
#include "neco.h"

static int take(neco_chan *results, int64_t deadline) {
    int value;
    int64_t grace = deadline - 10 * NECO_MILLISECOND;
    if (neco_chan_recv_dl(results, &value, grace) != NECO_OK) return -1;
    return value;
}

int neco_main(int argc, char **argv) {
    neco_chan *results;
    neco_chan_make(&results, sizeof(int), 1);
    int value = take(results, neco_now() + 100 * NECO_MILLISECOND);
    return value > 0;
}
