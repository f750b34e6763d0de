// case: the consumer closes at the first value it does not want, and the producer goes on
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *numbers;

static void *produce(void *arg) {
    for (int i = 0; i < 3; i++) chan_send(numbers, arg);
    return NULL;
}

int main(void) {
    pthread_t producer;
    numbers = chan_init(0);
    pthread_create(&producer, NULL, produce, NULL);
    chan_recv(numbers, NULL);
    chan_close(numbers); // finding: close-while-sending
    return 0;
}
