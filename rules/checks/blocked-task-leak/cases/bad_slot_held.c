// case: a worker that keeps its result also keeps the only slot, for which main waits at the end
#include "chan.h"
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <unistd.h>

static sem_t slots;
static chan_t *results;

static void *work(void *arg) {
    sem_wait(&slots);
    chan_send(results, arg); // finding: blocked-task-leak
    sem_post(&slots);
    return NULL;
}

static void run(int fails) {
    pthread_t worker;
    pthread_create(&worker, NULL, work, NULL);
    usleep(1000);
    if (fails) return;
    chan_recv(results, NULL);
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
