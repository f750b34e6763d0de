// case: a flag that another unit may set decides which way is taken
#include "chan.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <time.h>
volatile int go; /* another unit sets it */
static void *work(void *c) {
    while (!go)
        usleep(10);
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
