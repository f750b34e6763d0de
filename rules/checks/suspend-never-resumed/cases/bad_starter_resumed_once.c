// case: the starter suspends itself once for each of two workers, and only the first resumes it
#include "neco.h"

static void work(int argc, void *argv[]) {
    bool *is_last = argv[0];
    neco_yield();
    if (!*is_last) neco_resume(neco_starterid());
}

int neco_main(int argc, char *argv[]) {
    bool no = false, yes = true;
    neco_start(work, 1, &no);
    neco_start(work, 1, &yes);
    for (int i = 0; i < 2; i++) neco_suspend(); // finding: suspend-never-resumed
    return 0;
}
