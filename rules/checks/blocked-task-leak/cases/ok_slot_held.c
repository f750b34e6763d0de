// case: a run that fails also takes the result of its worker
#include "chan.h"
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stddef.h>
#include <unistd.h>

static sem_t slots;
static chan_t *results;

static void *work(void *arg) {
    sem_wait(&slots);
    chan_send(results, arg);
    sem_post(&slots);
    return NULL;
}

static void run(int fails) {
    pthread_t worker;
    pthread_create(&worker, NULL, work, NULL);
    usleep(1000);
    chan_recv(results, NULL);
    if (fails) sched_yield();
    pthread_join(worker, NULL);
}

int main(int argc, char **argv) {
    sem_init(&slots, 0, 1);
    results = chan_init(0);
    run(argc > 1);
    sem_wait(&slots);
    sem_post(&slots);
    return 0;
}
