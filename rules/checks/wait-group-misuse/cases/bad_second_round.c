// case: the second round is waited for with nothing added for it but one worker that never starts
#include "neco.h"

static neco_waitgroup group = NECO_WAITGROUP_INITIALIZER;

static void work(int argc, void *argv[]) {
    neco_waitgroup_done(&group);
}

static void round_of(int added, int started) {
    neco_waitgroup_add(&group, added);
    for (int i = 0; i < started; i++) neco_start(work, 0);
    neco_waitgroup_wait(&group); // finding: wait-group-misuse
}

int neco_main(int argc, char **argv) {
    round_of(2, 2);
    round_of(2, 1);
    return 0;
}
