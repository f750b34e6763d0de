// case: it asks whether there is work before it suspends itself
#include "neco.h"

static int64_t waiter;
static bool has_work;

static void wait_for_work(int argc, void *argv[]) {
    waiter = neco_getid();
    neco_yield();
    while (!has_work) neco_suspend();
}

int neco_main(int argc, char *argv[]) {
    neco_start(wait_for_work, 0);
    has_work = true;
    neco_resume(waiter);
    neco_join(waiter);
    return 0;
}
