// case: the owner of a recursive mutex can lock it again, and two unlocks free it; only without that would it hang
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never);
}

static GRecMutex mutex;
static gint got;

static gpointer try_it(gpointer data) {
    got = g_rec_mutex_trylock(&mutex);
    if (got) g_rec_mutex_unlock(&mutex);
    return NULL;
}

int main(void) {
    never = g_async_queue_new();
    g_rec_mutex_init(&mutex);
    g_rec_mutex_lock(&mutex);
    g_rec_mutex_lock(&mutex);
    g_rec_mutex_unlock(&mutex);
    g_rec_mutex_unlock(&mutex);
    g_thread_join(g_thread_new("try", try_it, NULL));
    if (!(got == TRUE)) hang();
    return 0;
}
