// SPDX-License-Identifier: MIT
// A thread that is cancelled in a wrapped call: its cleanup handler's unlock counts.
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t never, started;
static int data;

static void give_back(void *unused) {
    (void)unused;
    data++;
    pthread_mutex_unlock(&lock);
}

static void *work(void *unused) {
    pthread_mutex_lock(&lock);
    pthread_cleanup_push(give_back, NULL);
    sem_post(&started);
    sem_wait(&never);
    pthread_cleanup_pop(1);
    return unused;
}

static void *other(void *unused) {
    pthread_mutex_lock(&lock);
    data++;
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void) {
    pthread_t cancelled, second;
    sem_init(&never, 0, 0);
    sem_init(&started, 0, 0);
    pthread_create(&cancelled, NULL, work, NULL);
    sem_wait(&started);
    pthread_create(&second, NULL, other, NULL);
    pthread_cancel(cancelled);
    pthread_join(second, NULL);
    pthread_join(cancelled, NULL);
    return data != 2;
}
