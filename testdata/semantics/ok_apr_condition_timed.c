// case: a timed wait that nobody ends says so; only without that would it hang
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_queue.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>
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

static apr_thread_mutex_t *mutex;
static apr_thread_cond_t *changed;

int main(void) {
    start();
    apr_status_t status = APR_SUCCESS;
    apr_thread_mutex_create(&mutex, APR_THREAD_MUTEX_DEFAULT, pool);
    apr_thread_cond_create(&changed, pool);
    apr_thread_mutex_lock(mutex);
    while (status == APR_SUCCESS) status = apr_thread_cond_timedwait(changed, mutex, 1000);
    apr_thread_mutex_unlock(mutex);
    if (!(status == APR_TIMEUP)) hang();
    return 0;
}
