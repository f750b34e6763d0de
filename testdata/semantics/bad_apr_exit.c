// case: apr_thread_exit ends the thread where it stands; here that leads into a wait without end
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_atomic.h>
#include <apr_queue.h>
#include <apr_thread_proc.h>

static apr_pool_t *pool;
static apr_queue_t *never;

static void hang(void) {
    void *item;
    apr_queue_pop(never, &item); // finding: receive-never-sent
}

static void start(void) {
    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_queue_create(&never, 1, pool);
}

static apr_uint32_t after;

static void *work(apr_thread_t *self, void *data) {
    if (!data) apr_thread_exit(self, APR_SUCCESS);
    apr_atomic_set32(&after, 1);
    return NULL;
}

int main(void) {
    start();
    apr_thread_t *thread;
    apr_status_t status;
    apr_thread_create(&thread, NULL, work, NULL, pool);
    apr_thread_join(&status, thread);
    if (apr_atomic_read32(&after) == 0) hang();
    return 0;
}
