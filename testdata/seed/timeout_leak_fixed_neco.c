// case: a result that comes after the deadline stays in the channel of capacity 1, and the worker ends
#include "neco.h"
#include <stdio.h>

static void measure(int argc, void *argv[]) {
    neco_chan *result = argv[0];
    int value = 1;
    neco_sleep(20 * NECO_MILLISECOND);
    neco_chan_send(result, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *result;
    int value = 0;
    neco_chan_make(&result, sizeof(int), 1);
    neco_start(measure, 1, result);
    if (neco_chan_select_dl(neco_now() + NECO_MILLISECOND, 1, result) == 0) {
        neco_chan_case(result, &value);
        printf("result %d\n", value);
    } else {
        printf("too late\n");
    }
    return 0;
}
