// case: an interrupt reaches only who waits at that moment: a pop after it stays
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_queue.h>

int main(void) {
    apr_pool_t *pool;
    apr_queue_t *queue;
    void *item;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_queue_create(&queue, 1, pool);
    apr_queue_interrupt_all(queue);
    apr_queue_pop(queue, &item); // finding: receive-never-sent
    return 0;
}
