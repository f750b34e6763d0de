// case: an unlock hands the mutex to the one who waits; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static neco_mutex mutex;
static int order;

static void take(int argc, void **argv) {
    neco_mutex_lock(&mutex);
    order = 1;
    neco_yield();
    order = 2;
    neco_mutex_unlock(&mutex);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_mutex_init(&mutex);
    neco_mutex_lock(&mutex);
    neco_start(take, 0);
    neco_mutex_unlock(&mutex);
    neco_mutex_lock(&mutex);
    int seen = order;
    neco_mutex_unlock(&mutex);
    if (!(seen == 2)) hang();
    return 0;
}
