// case: the group is waited for in the loop that starts its workers
#include "neco.h"

static neco_waitgroup group = NECO_WAITGROUP_INITIALIZER;

static void restore(int argc, void *argv[]) {
    neco_waitgroup_done(&group);
}

int neco_main(int argc, char **argv) {
    neco_waitgroup_add(&group, 2);
    for (int i = 0; i < 2; i++) {
        neco_start(restore, 0);
        neco_waitgroup_wait(&group); // finding: wait-group-misuse
    }
    return 0;
}
