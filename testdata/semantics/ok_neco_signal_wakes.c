// case: a signal wakes the coroutine that waits; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static int woken;

typedef struct Gate {
    neco_mutex mutex;
    neco_cond opened;
} Gate;

static void wait_for(int argc, void *argv[]) {
    Gate *gate = argv[0];
    neco_mutex_lock(&gate->mutex);
    neco_cond_wait(&gate->opened, &gate->mutex);
    woken = 1;
    neco_mutex_unlock(&gate->mutex);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    Gate gate = {0};
    neco_start(wait_for, 1, &gate);
    int64_t waiter = neco_lastid();
    neco_mutex_lock(&gate.mutex);
    int before = woken;
    neco_cond_signal(&gate.opened);
    neco_mutex_unlock(&gate.mutex);
    neco_join(waiter);
    if (!(before == 0 && woken == 1)) hang();
    return 0;
}
