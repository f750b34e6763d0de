// case: a writer is alone; only without that would it hang
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static atomic_int busy;

static void *change(void *arg) {
    pthread_rwlock_wrlock(&lock);
    busy = 1;
    busy = 0;
    pthread_rwlock_unlock(&lock);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, change, NULL);
    pthread_rwlock_rdlock(&lock);
    int seen = busy;
    pthread_rwlock_unlock(&lock);
    pthread_join(thread, NULL);
    if (!(seen == 0)) hang();
    return 0;
}
