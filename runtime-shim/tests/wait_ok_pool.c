// SPDX-License-Identifier: MIT
// Workers of a pool are parked when main ends; some of them were never needed. A daemon and a sleeper beside them.
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER, flush = PTHREAD_COND_INITIALIZER;
static int jobs;
static sem_t done;

static void *serve(void *argument) {
    for (;;) {
        pthread_mutex_lock(&lock);
        while (!jobs) pthread_cond_wait(&work, &lock);
        jobs--;
        pthread_mutex_unlock(&lock);
        sem_post(&done);
    }
    return argument;
}

static void *daemon_of_flushes(void *argument) {
    pthread_mutex_lock(&lock);
    for (;;) pthread_cond_wait(&flush, &lock);
    return argument;
}

int main(void) {
    pthread_t thread;
    sem_init(&done, 0, 0);
    for (int i = 0; i < 4; i++) pthread_create(&thread, 0, serve, 0);
    pthread_create(&thread, 0, daemon_of_flushes, 0);
    pthread_detach(thread);
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&lock);
        jobs++;
        pthread_cond_signal(&work);
        pthread_mutex_unlock(&lock);
        sem_wait(&done);
    }
    usleep(20000);
}
