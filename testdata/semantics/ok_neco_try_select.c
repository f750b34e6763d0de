// case: a try select of two empty channels does not wait; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_chan *left, *right;
    neco_chan_make(&left, sizeof(int), 0);
    neco_chan_make(&right, sizeof(int), 0);
    int which = neco_chan_tryselect(2, left, right);
    if (!(which == NECO_EMPTY)) hang();
    return 0;
}
