// case: a producer sends, and its consumer is started
#include "chan.h"
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static const bool start_consumer = true;

static void *produce(void *arg) {
    chan_send(arg, arg);
    return NULL;
}

static void *consume(void *arg) {
    chan_recv(arg, NULL);
    return NULL;
}

int main(void) {
    chan_t *ch = chan_init(0);
    pthread_t producer, consumer;
    pthread_create(&producer, NULL, produce, ch);
    if (start_consumer) pthread_create(&consumer, NULL, consume, ch);
    pthread_join(producer, NULL);
    if (start_consumer) pthread_join(consumer, NULL);
    chan_dispose(ch);
    return 0;
}
