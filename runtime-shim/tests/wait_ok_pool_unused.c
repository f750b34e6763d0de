// SPDX-License-Identifier: MIT
// Workers that never got a job are parked when main ends: of a static pool, of one in the heap that a variable leads
// to, of one in main's own frame; joinable and detached. Another is parked by a lock that whoever calls exit holds.
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Pool {
    pthread_mutex_t lock;
    pthread_cond_t work;
    sem_t items;
    int jobs;
} Pool;

typedef struct Owner {
    int count;
    Pool *pool;
} Owner;

static Pool first = {.lock = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER};
static Owner *owner;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void *serve(void *argument) {
    Pool *pool = argument;
    pthread_mutex_lock(&pool->lock);
    while (!pool->jobs) pthread_cond_wait(&pool->work, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    return 0;
}

static void *take(void *argument) {
    Pool *pool = argument;
    sem_wait(&pool->items);
    return 0;
}

static void *pass(void *argument) {
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    return argument;
}

static void start(Pool *pool) {
    pthread_t thread;
    sem_init(&pool->items, 0, 0);
    for (int i = 0; i < 2; i++) {
        pthread_create(&thread, 0, serve, pool);
        if (i) pthread_detach(thread);
        pthread_create(&thread, 0, take, pool);
        if (i) pthread_detach(thread);
    }
}

int main(void) {
    Pool local = {.lock = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER};
    pthread_t parked;
    owner = calloc(1, sizeof *owner);
    owner->pool = calloc(1, sizeof *owner->pool);
    pthread_mutex_init(&owner->pool->lock, 0);
    pthread_cond_init(&owner->pool->work, 0);
    start(&first);
    start(owner->pool);
    start(&local);
    pthread_mutex_lock(&gate);
    pthread_create(&parked, 0, pass, 0);
    usleep(50000);
    exit(0);
}
