// case: a recursive mutex is free after as many unlocks as locks; only without that would it hang
#define _GNU_SOURCE
#include "chan.h"
#include <errno.h>
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static pthread_mutex_t mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int seen;

static void *look(void *arg) {
    seen = pthread_mutex_trylock(&mutex);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_mutex_lock(&mutex);
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    pthread_create(&thread, NULL, look, NULL);
    pthread_join(thread, NULL);
    pthread_mutex_unlock(&mutex);
    if (!(seen == EBUSY)) hang();
    return 0;
}
