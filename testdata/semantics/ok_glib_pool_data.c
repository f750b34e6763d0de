// case: the data of the pool is the queue that its function pushes to
#include <glib.h>

static void work(gpointer data, gpointer queue) { g_async_queue_push(queue, data); }

int main(void) {
    GAsyncQueue *queue = g_async_queue_new();
    GThreadPool *pool = g_thread_pool_new(work, queue, 2, FALSE, NULL);
    g_thread_pool_push(pool, GINT_TO_POINTER(1), NULL);
    g_async_queue_pop(queue);
    g_thread_pool_free(pool, FALSE, TRUE);
    return 0;
}
