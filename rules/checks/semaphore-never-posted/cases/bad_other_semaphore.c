// case: the consumer posts what it waited for instead of the free place
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

enum { ITEMS = 3 };
static sem_t free_places, filled_places;

static void *consume(void *arg) {
    for (int i = 0; i < ITEMS; i++) {
        sem_wait(&filled_places);
        sem_post(&filled_places);
    }
    return arg;
}

int main(void) {
    pthread_t consumer;
    sem_init(&free_places, 0, 1);
    sem_init(&filled_places, 0, 0);
    pthread_create(&consumer, NULL, consume, NULL);
    for (int i = 0; i < ITEMS; i++) {
        sem_wait(&free_places); // finding: semaphore-never-posted
        sem_post(&filled_places);
    }
    pthread_join(consumer, NULL);
    return 0;
}
