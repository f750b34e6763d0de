// case: main posts before it joins
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static sem_t go;

static void *work(void *arg) {
    sem_wait(&go);
    return arg;
}

int main(void) {
    pthread_t worker;
    sem_init(&go, 0, 0);
    pthread_create(&worker, NULL, work, NULL);
    sem_post(&go);
    pthread_join(worker, NULL);
    return 0;
}
