// case: a reader does not come in while a writer waits; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static neco_mutex mutex;

static void write(int argc, void **argv) {
    neco_mutex_lock(&mutex);
    neco_mutex_unlock(&mutex);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_mutex_init(&mutex);
    neco_mutex_rdlock(&mutex);
    neco_start(write, 0);
    int again = neco_mutex_tryrdlock(&mutex);
    neco_mutex_unlock(&mutex);
    if (!(again == NECO_BUSY)) hang();
    return 0;
}
