// case: a timed wait that nobody ends gives FALSE; here that leads into a wait without end
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never); // finding: receive-never-sent
}

static GMutex mutex;
static GCond changed;

int main(void) {
    never = g_async_queue_new();
    g_mutex_lock(&mutex);
    gboolean is_signalled = TRUE;
    while (is_signalled) is_signalled = g_cond_wait_until(&changed, &mutex, g_get_monotonic_time() + 1000);
    g_mutex_unlock(&mutex);
    if (!is_signalled) hang();
    return 0;
}
