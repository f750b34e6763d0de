// case: of two ready channels a select takes the first; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_chan *left, *right;
    int value = 5;
    neco_chan_make(&left, sizeof(int), 1);
    neco_chan_make(&right, sizeof(int), 1);
    neco_chan_send(right, &value);
    neco_chan_send(left, &value);
    int which = neco_chan_select(2, left, right);
    neco_chan_case(left, &value);
    if (!(which == 0)) hang();
    return 0;
}
