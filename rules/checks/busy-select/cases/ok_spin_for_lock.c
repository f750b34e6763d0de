// case: a coroutine tries the lock a few times and then waits for it
#include "neco.h"

static neco_mutex lock;

static void holder(int argc, void *argv[]) {
    neco_mutex_lock(&lock);
    neco_sleep(NECO_MILLISECOND);
    neco_mutex_unlock(&lock);
}

int neco_main(int argc, char **argv) {
    int tries = 0;
    neco_mutex_init(&lock);
    neco_start(holder, 0);
    while (neco_mutex_trylock(&lock) != NECO_OK) {
        if (++tries < 8) continue;
        neco_mutex_lock(&lock);
        break;
    }
    neco_mutex_unlock(&lock);
    return 0;
}
