// case: main joins the worker before it posts what the worker waits for
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static sem_t go;

static void *work(void *arg) {
    sem_wait(&go); // finding: join-cycle
    return arg;
}

int main(void) {
    pthread_t worker;
    sem_init(&go, 0, 0);
    pthread_create(&worker, NULL, work, NULL);
    pthread_join(worker, NULL); // step: join-cycle
    sem_post(&go);
    return 0;
}
