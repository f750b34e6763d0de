// case: one end mark for two consumers: one of them stays
#include <glib.h>

static gchar end_mark;

static gpointer consume(gpointer queue) {
    while (g_async_queue_pop(queue) != &end_mark) { // finding: receive-never-sent
    }
    return NULL;
}

int main(void) {
    GAsyncQueue *queue = g_async_queue_new();
    GThread *one = g_thread_new("one", consume, queue), *two = g_thread_new("two", consume, queue);
    g_async_queue_push(queue, &end_mark);
    g_thread_join(one);
    g_thread_join(two);
    return 0;
}
