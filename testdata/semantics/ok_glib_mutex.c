// case: a mutex lets one thread in; only without that would it hang
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never);
}

static GMutex mutex;
static gint inside, most;

static gpointer work(gpointer data) {
    g_mutex_lock(&mutex);
    if (++inside > most) most = inside;
    g_thread_yield();
    inside--;
    g_mutex_unlock(&mutex);
    return NULL;
}

int main(void) {
    never = g_async_queue_new();
    GThread *one = g_thread_new("one", work, NULL), *two = g_thread_new("two", work, NULL);
    g_thread_join(one);
    g_thread_join(two);
    if (!(most == 1)) hang();
    return 0;
}
