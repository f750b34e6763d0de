// case: a try of a held mutex says so; only without that would it hang
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_atomic.h>
#include <apr_queue.h>
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
static apr_uint32_t got;

static void *try_it(apr_thread_t *self, void *data) {
    apr_atomic_set32(&got, apr_thread_mutex_trylock(mutex) == APR_EBUSY);
    return NULL;
}

int main(void) {
    start();
    apr_thread_t *thread;
    apr_status_t status;
    apr_thread_mutex_create(&mutex, APR_THREAD_MUTEX_DEFAULT, pool);
    apr_thread_mutex_lock(mutex);
    apr_thread_create(&thread, NULL, try_it, NULL, pool);
    apr_thread_join(&status, thread);
    if (!(apr_atomic_read32(&got) == 1)) hang();
    return 0;
}
