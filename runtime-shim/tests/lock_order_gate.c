// SPDX-License-Identifier: MIT
// Both orders are only taken under a further lock: no deadlock can come of it.
// flags: -lpthread
#include <pthread.h>

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER, first = PTHREAD_MUTEX_INITIALIZER,
                       second = PTHREAD_MUTEX_INITIALIZER;

static void *forwards(void *argument) {
    pthread_mutex_lock(&gate);
    pthread_mutex_lock(&first);
    pthread_mutex_lock(&second);
    pthread_mutex_unlock(&second);
    pthread_mutex_unlock(&first);
    pthread_mutex_unlock(&gate);
    return argument;
}

static void *backwards(void *argument) {
    pthread_mutex_lock(&gate);
    pthread_mutex_lock(&second);
    pthread_mutex_lock(&first);
    pthread_mutex_unlock(&first);
    pthread_mutex_unlock(&second);
    pthread_mutex_unlock(&gate);
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
