// case: an interrupt ends the pop of who waits
#include <apr_atomic.h>
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_queue.h>
#include <apr_thread_proc.h>

static apr_queue_t *queue;
static apr_uint32_t ended;

static void *take(apr_thread_t *self, void *data) {
    void *item;
    if (apr_queue_pop(queue, &item) == APR_EINTR) apr_atomic_set32(&ended, 1);
    return NULL;
}

int main(void) {
    apr_pool_t *pool;
    apr_thread_t *thread;
    apr_status_t status;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_queue_create(&queue, 1, pool);
    apr_thread_create(&thread, NULL, take, NULL, pool);
    while (!apr_atomic_read32(&ended)) apr_queue_interrupt_all(queue);
    apr_thread_join(&status, thread);
    return 0;
}
