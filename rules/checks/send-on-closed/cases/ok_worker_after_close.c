// case: main closes it when the worker has ended
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *results;

static void *work(void *arg) {
    chan_send(results, arg);
    return NULL;
}

int main(void) {
    pthread_t worker;
    results = chan_init(1);
    pthread_create(&worker, NULL, work, NULL);
    pthread_join(worker, NULL);
    chan_close(results);
    return 0;
}
