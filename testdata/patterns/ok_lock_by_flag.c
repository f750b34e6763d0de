// case: One flag says whether locks are used at all; what is called in between may change memory, but not the flag.
#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock;
    int is_threaded, jobs;
    int *results;
};

void note_result(int *results, int job); // of another file

static void take(struct pool *pool) {
    if (pool->is_threaded) pthread_mutex_lock(&pool->lock);
}

static void give(struct pool *pool) {
    if (pool->is_threaded) pthread_mutex_unlock(&pool->lock);
}

int run_all(struct pool *pool) {
    for (int job = 0; job < pool->jobs; job++) {
        take(pool);
        note_result(pool->results, job);
        give(pool);
        note_result(pool->results, -job);
        take(pool);
        pool->jobs += pool->results[job];
        give(pool);
    }
    return pool->jobs;
}
