// case: a function is given a deadline, and a lock further down is waited for longer
#include "neco.h"

static neco_mutex lock;

static int enter(void) {
    return neco_mutex_lock_dl(&lock, neco_now() + NECO_SECOND); // finding: deadline-exceeds-caller
}

static int update(neco_chan *changes, int64_t deadline) {
    int value;
    if (neco_chan_recv_dl(changes, &value, deadline) != NECO_OK) return -1;
    if (enter() != NECO_OK) return -1;
    neco_mutex_unlock(&lock);
    return value;
}

static void holder(int argc, void *argv[]) {
    neco_mutex_lock(&lock);
    neco_sleep(NECO_SECOND / 5);
    neco_mutex_unlock(&lock);
}

int neco_main(int argc, char **argv) {
    neco_chan *changes;
    int value = 1;
    neco_mutex_init(&lock);
    neco_chan_make(&changes, sizeof(int), 1);
    neco_start(holder, 0);
    neco_chan_send(changes, &value);
    return update(changes, neco_now() + 50 * NECO_MILLISECOND) > 0; // step: deadline-exceeds-caller
}
