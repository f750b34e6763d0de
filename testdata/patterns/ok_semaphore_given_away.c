// case: a semaphore that code outside may post is never a dead end
#include "chan.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <time.h>
sem_t shared; /* another unit posts it */
static void *work(void *c) {
    sem_wait(&shared);
    chan_send(c, c);
    return NULL;
}
void run(void) {
    sem_init(&shared, 0, 0);
    chan_t *c = chan_init(0);
    pthread_t a;
    pthread_create(&a, NULL, work, c);
    chan_recv(c, NULL);
    pthread_join(a, NULL);
    chan_dispose(c);
}
