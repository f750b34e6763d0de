// case: it is done on every path
#include "neco.h"
#include <stdlib.h>

static neco_waitgroup group = NECO_WAITGROUP_INITIALIZER;

static void work(int argc, void *argv[]) {
    void *memory = malloc(100);
    if (rand() % 2) {
        free(memory);
        neco_waitgroup_done(&group);
        return;
    }
    free(memory);
    neco_waitgroup_done(&group);
}

int neco_main(int argc, char **argv) {
    neco_waitgroup_add(&group, 1);
    neco_start(work, 0);
    neco_waitgroup_wait(&group);
    return 0;
}
