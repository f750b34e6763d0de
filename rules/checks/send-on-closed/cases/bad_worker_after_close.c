// case: main closes the channel while a worker may still send to it
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *results;

static void *work(void *arg) {
    chan_send(results, arg); // finding: send-on-closed
    return NULL;
}

int main(void) {
    pthread_t worker;
    results = chan_init(1);
    pthread_create(&worker, NULL, work, NULL);
    chan_close(results);
    pthread_join(worker, NULL);
    return 0;
}
