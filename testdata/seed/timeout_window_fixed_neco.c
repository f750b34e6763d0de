// case: the source of the result is waited for within the window of the result
#include "neco.h"
#include <stdio.h>

static neco_chan *qubit, *result;

static void measure(int argc, void *argv[]) {
    int value = 0;
    neco_chan_recv_dl(qubit, &value, neco_now() + 100 * NECO_MICROSECOND);
    neco_chan_send(result, &value);
}

int neco_main(int argc, char **argv) {
    int value;
    neco_chan_make(&qubit, sizeof(int), 0);
    neco_chan_make(&result, sizeof(int), 1);
    neco_start(measure, 0);
    if (neco_chan_recv_dl(result, &value, neco_now() + 150 * NECO_MICROSECOND) == NECO_OK)
        printf("result %d\n", value);
    else
        printf("too late\n");
    return 0;
}
