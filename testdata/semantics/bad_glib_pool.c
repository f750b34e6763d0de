// case: a thread pool runs its function for each pushed item: here the function pushes nothing
#include <glib.h>

static GAsyncQueue *queue;

static void work(gpointer data, gpointer user_data) {
    if (GPOINTER_TO_INT(data) > 1) g_async_queue_push(queue, data);
}

int main(void) {
    queue = g_async_queue_new();
    GThreadPool *pool = g_thread_pool_new(work, NULL, 2, FALSE, NULL);
    g_thread_pool_push(pool, GINT_TO_POINTER(1), NULL);
    g_async_queue_pop(queue); // finding: receive-never-sent
    g_thread_pool_free(pool, FALSE, TRUE);
    return 0;
}
