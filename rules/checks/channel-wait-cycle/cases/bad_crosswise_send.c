// case: two threads send to each other on unbuffered channels, and each receives only afterwards
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *left, *right;

static void *first(void *arg) {
    chan_send(left, arg); // finding: channel-wait-cycle
    chan_recv(right, NULL);
    return NULL;
}

static void *second(void *arg) {
    chan_send(right, arg); // step: channel-wait-cycle
    chan_recv(left, NULL);
    return NULL;
}

int main(void) {
    pthread_t one, two;
    left = chan_init(0);
    right = chan_init(0);
    pthread_create(&one, NULL, first, NULL);
    pthread_create(&two, NULL, second, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
