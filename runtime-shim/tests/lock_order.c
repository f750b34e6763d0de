// SPDX-License-Identifier: MIT
// expect: lock-order-inversion (potential deadlock)
// expect: Cycle in lock order graph: M
// expect: acquired here while holding mutex M
// flags: -lpthread
#include <pthread.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;

static void *forwards(void *argument) {
    pthread_mutex_lock(&first);
    pthread_mutex_lock(&second);
    pthread_mutex_unlock(&second);
    pthread_mutex_unlock(&first);
    return argument;
}

static void *backwards(void *argument) {
    pthread_mutex_lock(&second);
    pthread_mutex_lock(&first);
    pthread_mutex_unlock(&first);
    pthread_mutex_unlock(&second);
    return argument;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, forwards, NULL);
    pthread_join(thread, NULL);
    pthread_create(&thread, NULL, backwards, NULL);
    pthread_join(thread, NULL);
    return 0;
}
