// case: each of two suspended coroutines is resumed
#include "neco.h"

static void pause(int argc, void *argv[]) {
    int64_t *id = argv[0];
    *id = neco_getid();
    neco_suspend();
}

int neco_main(int argc, char *argv[]) {
    int64_t first, second;
    neco_start(pause, 1, &first);
    neco_start(pause, 1, &second);
    neco_resume(second);
    neco_resume(first);
    neco_join(first);
    return 0;
}
