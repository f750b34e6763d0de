// case: a reader receives with its read lock held, and the sender writes first
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static pthread_rwlock_t routes = PTHREAD_RWLOCK_INITIALIZER;
static chan_t *updates;
static int version;

static void *update(void *arg) {
    pthread_rwlock_wrlock(&routes); // step: blocked-holding-lock
    version++;
    pthread_rwlock_unlock(&routes);
    chan_send(updates, arg);
    return NULL;
}

int main(void) {
    pthread_t updater;
    updates = chan_init(0);
    pthread_rwlock_rdlock(&routes);
    int seen = version;
    pthread_create(&updater, NULL, update, NULL);
    chan_recv(updates, NULL); // finding: blocked-holding-lock
    pthread_rwlock_unlock(&routes);
    pthread_join(updater, NULL);
    return seen;
}
