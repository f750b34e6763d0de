// SPDX-License-Identifier: MIT
// Main has ended by itself; the process ends with its last thread, as without us.
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

static sem_t turn;

static void *post_later(void *argument) {
    usleep(1300000);
    sem_post(&turn);
    return argument;
}

static void *wait_for_turn(void *argument) {
    sem_wait(&turn);
    return argument;
}

int main(void) {
    pthread_t thread;
    sem_init(&turn, 0, 0);
    pthread_create(&thread, 0, wait_for_turn, 0);
    pthread_detach(thread);
    pthread_create(&thread, 0, post_later, 0);
    pthread_detach(thread);
    pthread_exit(0);
}
