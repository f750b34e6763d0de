// case: the select gives up at its deadline, and the worker blocks for ever on its result channel
#include "neco.h"
#include <stdio.h>

static void measure(int argc, void *argv[]) {
    neco_chan *result = argv[0];
    int value = 1;
    neco_sleep(20 * NECO_MILLISECOND);
    neco_chan_send(result, &value); // finding: blocked-task-leak
}

int neco_main(int argc, char **argv) {
    neco_chan *result;
    int value = 0;
    neco_chan_make(&result, sizeof(int), 0);
    neco_start(measure, 1, result);
    if (neco_chan_select_dl(neco_now() + NECO_MILLISECOND, 1, result) == 0) { // step: blocked-task-leak
        neco_chan_case(result, &value);
        printf("result %d\n", value);
    } else {
        printf("too late\n");
    }
    return 0;
}
