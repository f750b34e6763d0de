// case: the semaphore is posted before the value is written
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t ready;
static int value;

static void *produce(void *unused) {
    sem_post(&ready);
    value = 7; // finding: data-race
    return unused;
}

int main(void) {
    pthread_t producer;
    sem_init(&ready, 0, 0);
    pthread_create(&producer, NULL, produce, NULL);
    sem_wait(&ready);
    printf("%d\n", value); // step: data-race
    pthread_join(producer, NULL);
    return 0;
}
