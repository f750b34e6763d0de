// case: a mutex held over a switch keeps the other coroutine out; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static int counter;

static void count(int argc, void *argv[]) {
    neco_mutex_lock(argv[0]);
    int old = counter;
    neco_yield();
    counter = old + 1;
    neco_mutex_unlock(argv[0]);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_mutex mutex = NECO_MUTEX_INITIALIZER;
    neco_start(count, 1, &mutex);
    int64_t first = neco_lastid();
    neco_start(count, 1, &mutex);
    neco_join(neco_lastid());
    neco_join(first);
    if (!(counter == 2)) hang();
    return 0;
}
