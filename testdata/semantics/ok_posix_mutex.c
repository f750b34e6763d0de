// case: a mutex keeps others out; only without that would it hang
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
static atomic_int busy;

static void *work(void *arg) {
    pthread_mutex_lock(&mutex);
    busy = 1;
    busy = 0;
    pthread_mutex_unlock(&mutex);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, work, NULL);
    pthread_mutex_lock(&mutex);
    int seen = busy;
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    if (!(seen == 0)) hang();
    return 0;
}
