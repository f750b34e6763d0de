// case: a count below zero is refused and changes nothing; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}


int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_waitgroup group;
    neco_waitgroup_init(&group);
    int refused = neco_waitgroup_done(&group); // finding: wait-group-misuse
    neco_waitgroup_wait(&group);
    if (!(refused == NECO_NEGWAITGRP)) hang();
    return 0;
}
