// case: it has room for all, and is closed when all are in it
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *lines;

static void *produce(void *arg) {
    for (int i = 0; i < 3; i++) chan_send(lines, arg);
    return NULL;
}

int main(void) {
    pthread_t producer;
    lines = chan_init(3);
    pthread_create(&producer, NULL, produce, NULL);
    pthread_join(producer, NULL);
    chan_close(lines);
    return 0;
}
