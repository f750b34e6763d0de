// case: both are posted
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static sem_t answers;

static void *answer(void *arg) {
    sem_post(&answers);
    return arg;
}

int main(void) {
    pthread_t one;
    sem_init(&answers, 0, 0);
    pthread_create(&one, NULL, answer, NULL);
    sem_wait(&answers);
    pthread_t two;
    pthread_create(&two, NULL, answer, NULL);
    sem_wait(&answers);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
