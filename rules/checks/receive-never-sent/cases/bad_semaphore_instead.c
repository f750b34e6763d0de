// case: the worker posts a semaphore and then ends, while main waits for the semaphore and for a value
#include "chan.h"
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static sem_t ready;

static void *work(void *arg) {
    sem_post(&ready);
    return NULL;
}

int main(void) {
    chan_t *value = chan_init(0);
    pthread_t worker;
    sem_init(&ready, 0, 0);
    pthread_create(&worker, NULL, work, value);
    sem_wait(&ready);
    chan_recv(value, NULL); // finding: receive-never-sent
    pthread_join(worker, NULL);
    return 0;
}
