// case: a push never waits; only without that would it hang
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never);
}

static gint pushed;

static gpointer work(gpointer queue) {
    for (int i = 0; i < 3; i++) g_async_queue_push(queue, "item");
    g_atomic_int_set(&pushed, 1);
    return NULL;
}

int main(void) {
    never = g_async_queue_new();
    GThread *thread = g_thread_new("work", work, g_async_queue_new());
    g_thread_join(thread);
    if (!(g_atomic_int_get(&pushed) == 1)) hang();
    return 0;
}
