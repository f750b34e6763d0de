// SPDX-License-Identifier: MIT
// Everything here is ordered: nothing may be reported.
// flags: -lpthread
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { ROUNDS = 200, THREADS = 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t shared_lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t semaphore;
static int by_lock, by_shared, by_once, by_semaphore, by_fence, by_release, by_barrier[THREADS], turn;
static _Atomic int flag, fence_flag;
static int *_Atomic published;

static void initialise(void) {
    by_once = 7;
}

static void take_turns(int me) {
    pthread_mutex_lock(&lock);
    while (turn % THREADS != me) pthread_cond_wait(&changed, &lock);
    turn++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static int read_all(void) {
    pthread_rwlock_rdlock(&shared_lock);
    int sum = by_shared;
    pthread_rwlock_unlock(&shared_lock);
    return sum;
}

static void *work(void *argument) {
    int me = *(int *)argument, sum = 0;
    pthread_once(&once, initialise);
    sum += by_once;
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&lock);
        by_lock++;
        pthread_mutex_unlock(&lock);
        if (i % 10 == 0) {
            pthread_rwlock_wrlock(&shared_lock);
            by_shared++;
            pthread_rwlock_unlock(&shared_lock);
        }
        sum += read_all();
        take_turns(me);
        by_barrier[me] = i;
        pthread_barrier_wait(&barrier);
        sum += by_barrier[(me + 1) % THREADS];
        pthread_barrier_wait(&barrier);
    }
    sem_wait(&semaphore);
    by_semaphore++;
    sem_post(&semaphore);
    *(int *)argument = sum;
    return NULL;
}

static void *publish(void *argument) {
    (void)argument;
    by_release = 1;
    atomic_store_explicit(&flag, 1, memory_order_release);
    by_fence = 2;
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&fence_flag, 1, memory_order_relaxed);
    int *block = malloc(sizeof *block);
    *block = 5;
    atomic_store_explicit(&published, block, memory_order_release);
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS], publisher;
    int numbers[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    sem_init(&semaphore, 0, 1);
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, work, &numbers[i]);
    }
    pthread_create(&publisher, NULL, publish, NULL);
    while (!atomic_load_explicit(&flag, memory_order_acquire)) {
    }
    int sum = by_release;
    while (!atomic_load_explicit(&fence_flag, memory_order_relaxed)) {
    }
    atomic_thread_fence(memory_order_acquire);
    sum += by_fence;
    int *block;
    while (!(block = atomic_load_explicit(&published, memory_order_acquire))) {
    }
    sum += *block;
    free(block);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    pthread_join(publisher, NULL);
    pthread_barrier_destroy(&barrier);
    return sum + by_lock + by_shared + by_semaphore + numbers[0] < 0;
}
