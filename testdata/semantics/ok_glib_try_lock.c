// case: a try of a held mutex fails; only without that would it hang
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never);
}

static GMutex mutex;
static gint got;

static gpointer try_it(gpointer data) {
    got = g_mutex_trylock(&mutex);
    return NULL;
}

int main(void) {
    never = g_async_queue_new();
    g_mutex_lock(&mutex);
    g_thread_join(g_thread_new("try", try_it, NULL));
    g_mutex_unlock(&mutex);
    if (!(got == FALSE)) hang();
    return 0;
}
