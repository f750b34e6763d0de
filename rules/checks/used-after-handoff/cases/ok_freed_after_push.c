// case: who pushed the message frees it once the listener has ended
#include <glib.h>

static gpointer listen_to(gpointer data) {
    GAsyncQueue *queue = data;
    gint *message = g_async_queue_pop(queue);
    g_print("%d\n", *message);
    return NULL;
}

int main(void) {
    GAsyncQueue *queue = g_async_queue_new();
    GThread *listener = g_thread_new("listener", listen_to, queue);
    gint *message = g_new0(gint, 1);
    g_async_queue_push(queue, message);
    g_thread_join(listener);
    g_free(message);
    g_async_queue_unref(queue);
    return 0;
}
