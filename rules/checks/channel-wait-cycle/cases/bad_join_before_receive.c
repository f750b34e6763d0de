// case: main joins a worker whose result it would receive only after the join
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *compute(void *arg) {
    chan_t *result = arg;
    chan_send(result, result); // finding: channel-wait-cycle
    return NULL;
}

int main(void) {
    chan_t *result = chan_init(0);
    pthread_t worker;
    pthread_create(&worker, NULL, compute, result);
    pthread_join(worker, NULL); // step: channel-wait-cycle
    chan_recv(result, NULL);
    return 0;
}
