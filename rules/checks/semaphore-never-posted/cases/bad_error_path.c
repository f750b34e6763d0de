// case: the error path leaves without posting
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <stdlib.h>

static sem_t loaded;

static void *load(void *arg) {
    if (rand() % 2) return NULL;
    sem_post(&loaded);
    return arg;
}

int main(void) {
    pthread_t loader;
    sem_init(&loaded, 0, 0);
    pthread_create(&loader, NULL, load, NULL);
    sem_wait(&loaded); // finding: semaphore-never-posted
    pthread_join(loader, NULL);
    return 0;
}
