// case: destroying a thread pool waits for its tasks; only without that would it hang
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_atomic.h>
#include <apr_queue.h>
#include <apr_thread_pool.h>
#include <apr_thread_proc.h>

static apr_pool_t *pool;
static apr_queue_t *never;

static void hang(void) {
    void *item;
    apr_queue_pop(never, &item);
}

static void start(void) {
    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_queue_create(&never, 1, pool);
}

static apr_uint32_t done;

static void *work(apr_thread_t *self, void *data) {
    apr_atomic_inc32(data);
    return NULL;
}

int main(void) {
    start();
    apr_thread_pool_t *threads;
    apr_thread_pool_create(&threads, 2, 2, pool);
    apr_thread_pool_push(threads, work, &done, APR_THREAD_TASK_PRIORITY_NORMAL, NULL);
    apr_thread_pool_push(threads, work, &done, APR_THREAD_TASK_PRIORITY_NORMAL, NULL);
    while (apr_thread_pool_tasks_count(threads) > 0) apr_sleep(1000);
    apr_thread_pool_destroy(threads);
    if (!(apr_atomic_read32(&done) == 2)) hang();
    return 0;
}
