// case: a join waits for the end of the thread, which takes its data as the second parameter; only without that would it hang
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_atomic.h>
#include <apr_queue.h>
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

static apr_uint32_t ended;

static void *work(apr_thread_t *self, void *data) {
    apr_atomic_set32(data, 1);
    return NULL;
}

int main(void) {
    start();
    apr_thread_t *thread;
    apr_status_t status;
    apr_thread_create(&thread, NULL, work, &ended, pool);
    apr_thread_join(&status, thread);
    if (!(apr_atomic_read32(&ended) == 1)) hang();
    return 0;
}
