// case: an atomic is read twice, once as an argument
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <stdint.h>
#include <stdatomic.h>
static atomic_int go;
static void *set(void *c) {
    (void)c;
    go = 1;
    return NULL;
}
static void *work(void *c) {
    chan_send(c, c); // finding: blocked-task-leak
    return NULL;
}
static void take(chan_t *c, int skip) {
    if (!skip)
        chan_recv(c, NULL);
}
int main(void) {
    chan_t *c = chan_init(0);
    pthread_t a, b;
    pthread_create(&a, NULL, set, c);
    pthread_create(&b, NULL, work, c);
    take(c, go);
    pthread_join(b, NULL);
    return 0;
}
