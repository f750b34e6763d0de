// case: a try lock of a held mutex gives EBUSY; only without that would it hang
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

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static atomic_int got;

static void *try_it(void *arg) {
    got = pthread_mutex_trylock(&mutex);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_mutex_lock(&mutex);
    pthread_create(&thread, NULL, try_it, NULL);
    pthread_join(thread, NULL);
    pthread_mutex_unlock(&mutex);
    if (!(got == EBUSY)) hang();
    return 0;
}
