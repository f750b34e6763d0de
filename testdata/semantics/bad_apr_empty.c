// case: a try of an empty queue says so; here that leads into a wait without end
#include <apr_general.h>
#include <apr_pools.h>
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

int main(void) {
    start();
    apr_queue_t *queue;
    void *item;
    apr_queue_create(&queue, 1, pool);
    if (apr_queue_trypop(queue, &item) == APR_EAGAIN) hang();
    return 0;
}
