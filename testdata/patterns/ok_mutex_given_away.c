// case: a mutex that code outside may unlock is never a dead end
#include "chan.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <time.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER; /* gate: run locks it, another unit unlocks it */
static void *work(void *c) {
    pthread_mutex_lock(&m);
    chan_send(c, c);
    pthread_mutex_unlock(&m);
    return NULL;
}
void run(void) {
    chan_t *c = chan_init(0);
    pthread_t a;
    pthread_mutex_lock(&m);
    pthread_create(&a, NULL, work, c);
    chan_recv(c, NULL);
    pthread_join(a, NULL);
    chan_dispose(c);
}
