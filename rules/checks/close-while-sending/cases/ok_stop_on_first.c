// case: the producer closes, and the consumer takes all
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *numbers;

static void *produce(void *arg) {
    for (int i = 0; i < 3; i++) chan_send(numbers, arg);
    chan_close(numbers);
    return NULL;
}

int main(void) {
    pthread_t producer;
    numbers = chan_init(0);
    pthread_create(&producer, NULL, produce, NULL);
    while (chan_recv(numbers, NULL) == 0) continue;
    pthread_join(producer, NULL);
    return 0;
}
