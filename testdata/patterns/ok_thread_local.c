// case: each thread has its own copy of a thread-local variable
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <stdint.h>
static _Thread_local int done;
static void *work(void *c) {
    if (!done) {
        done = 1;
        chan_send(c, c);
    }
    return NULL;
}
int main(void) {
    chan_t *c = chan_init(0);
    pthread_t a, b;
    pthread_create(&a, NULL, work, c);
    pthread_create(&b, NULL, work, c);
    chan_recv(c, NULL);
    chan_recv(c, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
