// case: a function waits a second beyond the deadline that it is given
#include "neco.h"

static int take(neco_chan *results, int64_t deadline) {
    int value;
    int64_t grace = deadline + NECO_SECOND;
    if (neco_chan_recv_dl(results, &value, grace) != NECO_OK) return -1; // finding: deadline-exceeds-caller
    return value;
}

int neco_main(int argc, char **argv) {
    neco_chan *results;
    neco_chan_make(&results, sizeof(int), 1);
    int value = take(results, neco_now() + 100 * NECO_MILLISECOND); // step: deadline-exceeds-caller
    return value > 0;
}
