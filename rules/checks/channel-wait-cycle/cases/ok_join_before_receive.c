// case: main receives the result and joins afterwards
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *compute(void *arg) {
    chan_t *result = arg;
    chan_send(result, result);
    return NULL;
}

int main(void) {
    chan_t *result = chan_init(0);
    pthread_t worker;
    pthread_create(&worker, NULL, compute, result);
    chan_recv(result, NULL);
    pthread_join(worker, NULL);
    return 0;
}
