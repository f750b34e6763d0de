// case: two readers can be in together; here that leads into a wait without end
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never); // finding: receive-never-sent
}

static GRWLock lock;
static gint got;

static gpointer look(gpointer data) {
    got = g_rw_lock_reader_trylock(&lock);
    if (got) g_rw_lock_reader_unlock(&lock);
    return NULL;
}

int main(void) {
    never = g_async_queue_new();
    g_rw_lock_reader_lock(&lock);
    g_thread_join(g_thread_new("look", look, NULL));
    g_rw_lock_reader_unlock(&lock);
    if (got == TRUE) hang();
    return 0;
}
