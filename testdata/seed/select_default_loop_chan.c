// case: with threads the loop around a select with default ends, after it has taken a whole processor
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static void *produce(void *arg) {
    usleep(100000);
    chan_send(arg, arg);
    return NULL;
}

int main(void) {
    chan_t *data = chan_init(0);
    pthread_t producer;
    void *value;
    pthread_create(&producer, NULL, produce, data);
    while (chan_select(&data, 1, &value, NULL, 0, NULL) < 0) { // finding: busy-select
    }
    pthread_join(producer, NULL);
    return value != data;
}
