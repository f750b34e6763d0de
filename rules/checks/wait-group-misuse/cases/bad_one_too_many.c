// case: main counts itself among the workers
#include "neco.h"

enum { WORKERS = 3 };
static neco_waitgroup group = NECO_WAITGROUP_INITIALIZER;

static void work(int argc, void *argv[]) {
    neco_sleep(NECO_MILLISECOND);
    neco_waitgroup_done(&group);
}

int neco_main(int argc, char **argv) {
    neco_waitgroup_add(&group, WORKERS + 1);
    for (int i = 0; i < WORKERS; i++) neco_start(work, 0);
    neco_waitgroup_wait(&group); // finding: wait-group-misuse
    return 0;
}
