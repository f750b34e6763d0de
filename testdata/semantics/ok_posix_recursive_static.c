// case: the static initialiser of a recursive mutex makes it one; only without that would it hang
#define _GNU_SOURCE
#include "chan.h"
#include <errno.h>
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static pthread_mutex_t mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

int main(void) {
    never = chan_init(0);
    pthread_mutex_lock(&mutex);
    int again = pthread_mutex_lock(&mutex);
    if (!(again == 0)) hang();
    return 0;
}
