// case: a try lock of a held mutex does not wait; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static void hold(int argc, void *argv[]) {
    neco_mutex_lock(argv[0]);
    neco_yield();
    neco_mutex_unlock(argv[0]);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_mutex mutex = NECO_MUTEX_INITIALIZER;
    neco_start(hold, 1, &mutex);
    int64_t holder = neco_lastid();
    int got = neco_mutex_trylock(&mutex);
    neco_join(holder);
    if (!(got == NECO_BUSY)) hang();
    return 0;
}
