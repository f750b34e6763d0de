// case: main is two steps behind a lock
#include "chan.h"
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void *two(void *c) {
    (void)c;
    pthread_mutex_lock(&m);
    pthread_mutex_lock(&m); // finding: double-lock
    return NULL;
}
static void *one(void *c) {
    pthread_t b;
    pthread_create(&b, NULL, two, NULL);
    pthread_join(b, NULL);
    chan_send(c, c);
    return NULL;
}
int main(void) {
    chan_t *c = chan_init(0);
    pthread_t a;
    pthread_create(&a, NULL, one, c);
    chan_recv(c, NULL);
    return 0;
}
