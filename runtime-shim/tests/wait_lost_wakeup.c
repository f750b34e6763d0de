// SPDX-License-Identifier: MIT
// The signal comes before anybody waits, and the predicate is not looked at.
// expect: WARNING: qtrace: deadlock (all tasks wait for ever)
// expect: waits on condition
// expect: Main thread waits for the end of thread T
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;

static void *wait_for_signal(void *argument) {
    pthread_mutex_lock(&lock);
    pthread_cond_wait(&ready, &lock);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void) {
    pthread_t waiter;
    pthread_cond_signal(&ready);
    pthread_create(&waiter, 0, wait_for_signal, 0);
    pthread_join(waiter, 0);
}
