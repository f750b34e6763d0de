// case: main closes the channel of a producer that is blocked in its send
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
    chan_close(values); // finding: close-while-sending
    return 0;
}
