// case: the worker waits for a permit that main gives only after it has received the worker's value
#include "chan.h"
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static sem_t permits;
static chan_t *values;

static void *worker(void *arg) {
    sem_wait(&permits); // finding: channel-wait-cycle
    chan_send(values, arg);
    return NULL;
}

int main(void) {
    pthread_t thread;
    sem_init(&permits, 0, 0);
    values = chan_init(0);
    pthread_create(&thread, NULL, worker, NULL);
    chan_recv(values, NULL); // step: channel-wait-cycle
    sem_post(&permits);
    pthread_join(thread, NULL);
    return 0;
}
