// case: a coroutine spins for a lock whose holder waits for its turn to run
#include "neco.h"

static neco_mutex lock;

static void holder(int argc, void *argv[]) {
    neco_mutex_lock(&lock);
    neco_sleep(NECO_MILLISECOND);
    neco_mutex_unlock(&lock);
}

int neco_main(int argc, char **argv) {
    neco_mutex_init(&lock);
    neco_start(holder, 0);
    while (neco_mutex_trylock(&lock) != NECO_OK) // finding: busy-select
        ;
    neco_mutex_unlock(&lock);
    return 0;
}
