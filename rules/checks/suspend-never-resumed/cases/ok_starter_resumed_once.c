// case: each worker resumes the starter
#include "neco.h"

static void work(int argc, void *argv[]) {
    neco_yield();
    neco_resume(neco_starterid());
    neco_yield();
}

int neco_main(int argc, char *argv[]) {
    neco_start(work, 0);
    neco_suspend();
    neco_start(work, 0);
    neco_suspend();
    return 0;
}
