// case: a terminated queue ends the pop of who waits; here that leads into a wait without end
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

static apr_queue_t *queue;
static apr_uint32_t got;

static void *take(apr_thread_t *self, void *data) {
    void *item;
    apr_status_t status = apr_queue_pop(queue, &item);
    apr_atomic_set32(&got, status == APR_EOF);
    return NULL;
}

int main(void) {
    start();
    apr_thread_t *thread;
    apr_status_t status;
    apr_queue_create(&queue, 1, pool);
    apr_thread_create(&thread, NULL, take, NULL, pool);
    apr_queue_term(queue);
    apr_thread_join(&status, thread);
    if (apr_atomic_read32(&got) == 1) hang();
    return 0;
}
