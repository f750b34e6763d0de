// SPDX-License-Identifier: MIT
// Everybody waits for one thread that computes for long, in chains of joins, conditions and locks.
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER, held = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t start;
static int is_ready;
static pthread_t first;

static void *compute(void *argument) {
    struct timespec begin, now;
    pthread_mutex_lock(&held);
    pthread_barrier_wait(&start);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    do clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 < 1500);
    pthread_mutex_unlock(&held);
    pthread_mutex_lock(&lock);
    is_ready = 1;
    pthread_cond_broadcast(&ready);
    pthread_mutex_unlock(&lock);
    return argument;
}

static void *wait_for_ready(void *argument) {
    pthread_barrier_wait(&start);
    pthread_mutex_lock(&held);
    pthread_mutex_unlock(&held);
    pthread_mutex_lock(&lock);
    while (!is_ready) pthread_cond_wait(&ready, &lock);
    pthread_mutex_unlock(&lock);
    return argument;
}

static void *join_first(void *argument) {
    pthread_join(first, 0);
    return argument;
}

int main(void) {
    pthread_t last, computer;
    pthread_barrier_init(&start, 0, 2);
    pthread_create(&computer, 0, compute, 0);
    pthread_create(&first, 0, wait_for_ready, 0);
    pthread_create(&last, 0, join_first, 0);
    pthread_join(last, 0);
    pthread_join(computer, 0);
}
