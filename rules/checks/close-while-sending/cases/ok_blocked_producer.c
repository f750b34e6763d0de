// case: main takes what is sent before it closes
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static chan_t *values;

static void *produce(void *arg) {
    chan_send(values, arg);
    return NULL;
}

int main(void) {
    pthread_t producer;
    values = chan_init(0);
    pthread_create(&producer, NULL, produce, NULL);
    usleep(1000);
    chan_recv(values, NULL);
    chan_close(values);
    pthread_join(producer, NULL);
    return 0;
}
