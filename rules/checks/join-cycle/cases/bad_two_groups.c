// case: the workers wait for a start that main gives only when they have finished
#include "neco.h"

static neco_waitgroup start = NECO_WAITGROUP_INITIALIZER;
static neco_waitgroup finished = NECO_WAITGROUP_INITIALIZER;

static void work(int argc, void *argv[]) {
    neco_waitgroup_wait(&start); // finding: join-cycle
    neco_waitgroup_done(&finished);
}

int neco_main(int argc, char **argv) {
    neco_waitgroup_add(&start, 1);
    neco_waitgroup_add(&finished, 2);
    neco_start(work, 0);
    neco_start(work, 0);
    neco_waitgroup_wait(&finished); // step: join-cycle
    neco_waitgroup_done(&start);
    return 0;
}
