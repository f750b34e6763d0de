// case: g_thread_exit ends the thread where it stands; only without that would it hang
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never);
}

static gint after;

static gpointer work(gpointer data) {
    if (!data) g_thread_exit(NULL);
    g_atomic_int_set(&after, 1);
    return NULL;
}

int main(void) {
    never = g_async_queue_new();
    GThread *thread = g_thread_new("work", work, NULL);
    g_thread_join(thread);
    if (!(g_atomic_int_get(&after) == 0)) hang();
    return 0;
}
