// case: the wait ends when the count is down, not before; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static int done;

static void work(int argc, void *argv[]) {
    neco_yield();
    done++;
    neco_waitgroup_done(argv[0]);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_waitgroup group;
    neco_waitgroup_init(&group);
    neco_waitgroup_add(&group, 2);
    neco_start(work, 1, &group);
    neco_start(work, 1, &group);
    neco_waitgroup_wait(&group);
    if (!(done == 2)) hang();
    return 0;
}
