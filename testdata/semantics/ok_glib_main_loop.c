// case: what a callback of the main loop pushes, a thread may wait for
#include <glib.h>

static GAsyncQueue *queue;
static GMainLoop *loop;

static gpointer work(gpointer data) {
    g_async_queue_pop(queue);
    g_main_loop_quit(loop);
    return NULL;
}

static gboolean tick(gpointer data) {
    g_async_queue_push(queue, "tick");
    return G_SOURCE_REMOVE;
}

int main(void) {
    queue = g_async_queue_new();
    loop = g_main_loop_new(NULL, FALSE);
    GThread *thread = g_thread_new("work", work, NULL);
    g_timeout_add(10, tick, NULL);
    g_main_loop_run(loop);
    g_thread_join(thread);
    return 0;
}
