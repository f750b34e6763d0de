// case: two answers are waited for and one is posted
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
    sem_wait(&answers); // finding: semaphore-never-posted
    pthread_join(one, NULL);
    return 0;
}
