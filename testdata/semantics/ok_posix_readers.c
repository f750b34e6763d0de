// case: two readers can be in together; only without that would it hang
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
static pthread_barrier_t both;
static atomic_int inside;

static void *look(void *arg) {
    pthread_rwlock_rdlock(&lock);
    inside++;
    pthread_barrier_wait(&both);
    pthread_rwlock_unlock(&lock);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_barrier_init(&both, NULL, 2);
    pthread_create(&thread, NULL, look, NULL);
    pthread_rwlock_rdlock(&lock);
    pthread_barrier_wait(&both);
    if (!(inside == 1)) hang();
    pthread_rwlock_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
