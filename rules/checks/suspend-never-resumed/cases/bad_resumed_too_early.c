// case: the only resume comes before the coroutine suspends itself, and is lost
#include "neco.h"

static int64_t waiter;

static void wait_for_work(int argc, void *argv[]) {
    waiter = neco_getid();
    neco_yield();
    neco_suspend(); // finding: suspend-never-resumed
}

int neco_main(int argc, char *argv[]) {
    neco_start(wait_for_work, 0);
    neco_resume(waiter);
    neco_join(waiter);
    return 0;
}
