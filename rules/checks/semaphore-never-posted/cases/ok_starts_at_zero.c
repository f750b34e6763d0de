// case: it starts at one
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static sem_t lock;
static int count;

static void *add(void *arg) {
    sem_wait(&lock);
    count++;
    sem_post(&lock);
    return arg;
}

int main(void) {
    pthread_t adder;
    sem_init(&lock, 0, 1);
    pthread_create(&adder, NULL, add, NULL);
    pthread_join(adder, NULL);
    return count;
}
