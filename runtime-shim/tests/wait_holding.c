// SPDX-License-Identifier: MIT
// A lock is held across a wait for a semaphore that is posted under the same lock.
// expect: WARNING: qtrace: deadlock (all tasks wait for ever)
// expect: waits for semaphore
// expect: held by thread T1
#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t ready, is_held;

static void *consume(void *argument) {
    pthread_mutex_lock(&lock);
    sem_post(&is_held);
    sem_wait(&ready);
    pthread_mutex_unlock(&lock);
    return argument;
}

static void *produce(void *argument) {
    sem_wait(&is_held);
    pthread_mutex_lock(&lock);
    sem_post(&ready);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void) {
    pthread_t consumer, producer;
    sem_init(&ready, 0, 0);
    sem_init(&is_held, 0, 0);
    pthread_create(&consumer, 0, consume, 0);
    pthread_create(&producer, 0, produce, 0);
    pthread_join(consumer, 0);
    pthread_join(producer, 0);
}
