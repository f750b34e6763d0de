// SPDX-License-Identifier: MIT
// packages: apr-util-1 apr-1
// APR's bounded queue and mutex.
#include <apr_general.h>
#include <apr_queue.h>
#include <apr_thread_mutex.h>
#include <apr_thread_proc.h>

static apr_queue_t *queue;
static apr_thread_mutex_t *lock;
static int sum;

static void *APR_THREAD_FUNC consume(apr_thread_t *thread, void *unused) {
    void *item;
    while (apr_queue_pop(queue, &item) == APR_SUCCESS && *(int *)item) {
        apr_thread_mutex_lock(lock);
        sum += *(int *)item;
        apr_thread_mutex_unlock(lock);
    }
    apr_thread_exit(thread, APR_SUCCESS);
    return unused;
}

int main(void) {
    static int items[22];
    apr_pool_t *pool;
    apr_thread_t *threads[2];
    apr_status_t status;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_queue_create(&queue, 4, pool);
    apr_thread_mutex_create(&lock, APR_THREAD_MUTEX_DEFAULT, pool);
    for (int i = 0; i < 2; i++) apr_thread_create(&threads[i], NULL, consume, NULL, pool);
    for (int i = 0; i < 22; i++) {
        items[i] = i < 20 ? i + 1 : 0;
        apr_queue_push(queue, &items[i]);
    }
#ifdef RACE
    sum++;
#endif
    for (int i = 0; i < 2; i++) apr_thread_join(&status, threads[i]);
    int result = sum;
    apr_pool_destroy(pool);
    apr_terminate();
#ifdef RACE
    return 0;
#else
    return result != 210;
#endif
}
