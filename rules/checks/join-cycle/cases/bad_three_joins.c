// case: three threads join each other in a ring
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static pthread_t threads[3];
static sem_t started;

static void *first(void *arg) {
    sem_wait(&started);
    pthread_join(threads[1], NULL); // finding: join-cycle
    return arg;
}

static void *second(void *arg) {
    sem_wait(&started);
    pthread_join(threads[2], NULL); // step: join-cycle
    return arg;
}

static void *third(void *arg) {
    sem_wait(&started);
    pthread_join(threads[0], NULL); // step: join-cycle
    return arg;
}

int main(void) {
    sem_init(&started, 0, 0);
    pthread_create(&threads[0], NULL, first, NULL);
    pthread_create(&threads[1], NULL, second, NULL);
    pthread_create(&threads[2], NULL, third, NULL);
    for (int i = 0; i < 3; i++) sem_post(&started);
    pthread_exit(NULL);
}
