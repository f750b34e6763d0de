// case: a thread pops with the lock held that the thread which would push needs
#include <glib.h>

static GMutex mutex;
static GAsyncQueue *queue;

static gpointer feed(gpointer data) {
    g_mutex_lock(&mutex);
    g_async_queue_push(queue, "item");
    g_mutex_unlock(&mutex);
    return NULL;
}

int main(void) {
    queue = g_async_queue_new();
    g_mutex_lock(&mutex);
    GThread *thread = g_thread_new("feed", feed, NULL);
    g_async_queue_pop(queue); // finding: blocked-holding-lock
    g_mutex_unlock(&mutex);
    g_thread_join(thread);
    return 0;
}
