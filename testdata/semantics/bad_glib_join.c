// case: a join waits for the end of the thread; here that leads into a wait without end
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never); // finding: receive-never-sent
}

static gint ended;

static gpointer work(gpointer data) {
    g_atomic_int_set(&ended, 1);
    return NULL;
}

int main(void) {
    never = g_async_queue_new();
    GThread *thread = g_thread_new("work", work, NULL);
    g_thread_join(thread);
    if (g_atomic_int_get(&ended) == 1) hang();
    return 0;
}
