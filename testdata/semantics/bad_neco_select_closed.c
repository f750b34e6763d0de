// case: a closed channel is ready for a select, and its case says NECO_CLOSED; here that leads into a receive without
// end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // finding: receive-never-sent
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_chan *left, *right;
    int value = 5;
    neco_chan_make(&left, sizeof(int), 0);
    neco_chan_make(&right, sizeof(int), 0);
    neco_chan_close(right);
    int which = neco_chan_select(2, left, right);
    int got = neco_chan_case(right, &value);
    if (which == 1 && got == NECO_CLOSED) hang();
    return 0;
}
