// case: a wait gives the mutex back and takes it again; here that leads into a wait without end
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never); // finding: receive-never-sent
}

static GMutex mutex;
static GCond changed;
static gint ready;

static gpointer set(gpointer data) {
    g_mutex_lock(&mutex);
    ready = 1;
    g_cond_signal(&changed);
    g_mutex_unlock(&mutex);
    return NULL;
}

int main(void) {
    never = g_async_queue_new();
    g_mutex_lock(&mutex);
    GThread *thread = g_thread_new("set", set, NULL);
    while (!ready) g_cond_wait(&changed, &mutex);
    gint seen = ready;
    g_mutex_unlock(&mutex);
    g_thread_join(thread);
    if (seen == 1) hang();
    return 0;
}
