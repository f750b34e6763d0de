// case: of two suspended coroutines the second one is resumed twice
#include "neco.h"

static void pause(int argc, void *argv[]) {
    int64_t *id = argv[0];
    *id = neco_getid();
    neco_suspend(); // finding: suspend-never-resumed
}

int neco_main(int argc, char *argv[]) {
    int64_t first, second;
    neco_start(pause, 1, &first);
    neco_start(pause, 1, &second);
    neco_resume(second);
    neco_resume(second);
    neco_join(first);
    return 0;
}
