// case: the sender holds a lock that the receiver takes before it receives
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static chan_t *values;
static int sent;

static void *produce(void *arg) {
    pthread_mutex_lock(&mutex);
    sent++;
    chan_send(values, arg); // finding: blocked-holding-lock
    pthread_mutex_unlock(&mutex);
    return NULL;
}

int main(void) {
    pthread_t producer;
    values = chan_init(0);
    pthread_create(&producer, NULL, produce, NULL);
    usleep(1000);
    pthread_mutex_lock(&mutex); // step: blocked-holding-lock
    sent = 0;
    pthread_mutex_unlock(&mutex);
    chan_recv(values, NULL);
    pthread_join(producer, NULL);
    return 0;
}
