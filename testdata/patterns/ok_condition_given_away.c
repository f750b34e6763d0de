// case: a condition that code outside may signal is never a dead end
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <stdint.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t cv = PTHREAD_COND_INITIALIZER;
int go; /* another unit sets go and signals */
static void *work(void *c) {
    pthread_mutex_lock(&m);
    while (!go)
        pthread_cond_wait(&cv, &m);
    pthread_mutex_unlock(&m);
    chan_send(c, c);
    return NULL;
}
void run(void) {
    chan_t *c = chan_init(0);
    pthread_t a;
    pthread_create(&a, NULL, work, c);
    chan_recv(c, NULL);
    pthread_join(a, NULL);
    chan_dispose(c);
}
