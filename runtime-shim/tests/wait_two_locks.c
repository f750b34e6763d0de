// SPDX-License-Identifier: MIT
// Two threads take two locks in opposite orders, and meet.
// options: detect_deadlocks=0
// expect: WARNING: qtrace: deadlock (all tasks wait for ever)
// expect: waits for mutex M
// expect: held by thread T
// expect: was taken by thread T1 at:
// expect: Each waits for the next: T
// expect: take_other
// expect: Main thread waits for the end of thread T1
#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER, right = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t both;

__attribute__((noinline)) static void take_other(pthread_mutex_t *other) {
    pthread_mutex_lock(other);
    pthread_mutex_unlock(other);
}

static void *run(void *argument) {
    pthread_mutex_t *first = argument;
    pthread_mutex_lock(first);
    pthread_barrier_wait(&both);
    take_other(first == &left ? &right : &left);
    pthread_mutex_unlock(first);
    return 0;
}

int main(void) {
    pthread_t threads[2];
    pthread_barrier_init(&both, 0, 2);
    pthread_create(&threads[0], 0, run, &left);
    pthread_create(&threads[1], 0, run, &right);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], 0);
}
