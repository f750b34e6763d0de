// case: a try of a full queue says so; only without that would it hang
#include <apr_general.h>
#include <apr_pools.h>
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

int main(void) {
    start();
    apr_queue_t *queue;
    apr_queue_create(&queue, 1, pool);
    apr_queue_push(queue, "one");
    if (!(apr_queue_trypush(queue, "two") == APR_EAGAIN)) hang();
    return 0;
}
