// SPDX-License-Identifier: MIT
// What is written before a post is read after the wait; with RACE it is written once more after the post.
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static sem_t ready;
static int data;

static void *produce(void *unused) {
    data = 1;
    sem_post(&ready);
#ifdef RACE
    data = 2;
#endif
    return unused;
}

int main(void) {
    pthread_t producer;
    sem_init(&ready, 0, 0);
    pthread_create(&producer, NULL, produce, NULL);
    sem_wait(&ready);
    int seen = data;
    pthread_join(producer, NULL);
    sem_destroy(&ready);
    return seen == 0;
}
