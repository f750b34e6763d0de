// case: the first permit is there from the start
#include "chan.h"
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static sem_t permits;
static chan_t *values;

static void *worker(void *arg) {
    sem_wait(&permits);
    chan_send(values, arg);
    return NULL;
}

int main(void) {
    pthread_t thread;
    sem_init(&permits, 0, 1);
    values = chan_init(0);
    pthread_create(&thread, NULL, worker, NULL);
    chan_recv(values, NULL);
    sem_post(&permits);
    pthread_join(thread, NULL);
    return 0;
}
