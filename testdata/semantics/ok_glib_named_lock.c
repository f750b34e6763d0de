// case: G_LOCK takes the mutex that G_LOCK_DEFINE_STATIC made; only without that would it hang
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never);
}

G_LOCK_DEFINE_STATIC(table);
static gint got;

static gpointer try_it(gpointer data) {
    got = G_TRYLOCK(table);
    return NULL;
}

int main(void) {
    never = g_async_queue_new();
    G_LOCK(table);
    g_thread_join(g_thread_new("try", try_it, NULL));
    G_UNLOCK(table);
    if (!(got == FALSE)) hang();
    return 0;
}
