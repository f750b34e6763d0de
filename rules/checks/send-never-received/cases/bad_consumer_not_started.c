// case: a producer fills its bounded queue, and the consumer's thread is never started
#include "chan.h"
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { SLOTS = 2, VALUES = 3 };

static void *consume(void *arg) {
    for (int i = 0; i < VALUES; i++) chan_recv(arg, NULL);
    return NULL;
}

static void produce(chan_t *queue) {
    for (int i = 0; i < VALUES; i++) chan_send(queue, queue); // finding: send-never-received
}

static void run(bool consumer_wanted) {
    chan_t *queue = chan_init(SLOTS);
    pthread_t consumer;
    if (consumer_wanted) pthread_create(&consumer, NULL, consume, queue);
    produce(queue);
    if (consumer_wanted) pthread_join(consumer, NULL);
}

int main(void) {
    run(false);
    return 0;
}
