// case: main receives from tasks that hold each other's locks
#include "chan.h"
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER, n = PTHREAD_MUTEX_INITIALIZER;
static void *one(void *c) {
    pthread_mutex_lock(&m);
    pthread_mutex_lock(&n); // finding: lock-order-cycle
    pthread_mutex_unlock(&n);
    pthread_mutex_unlock(&m);
    chan_send(c, c);
    return NULL;
}
static void *two(void *c) {
    (void)c;
    pthread_mutex_lock(&n);
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
    pthread_mutex_unlock(&n);
    return NULL;
}
int main(void) {
    chan_t *c = chan_init(0);
    pthread_t a, b;
    pthread_create(&a, NULL, one, c);
    pthread_create(&b, NULL, two, c);
    chan_recv(c, NULL);
    return 0;
}
