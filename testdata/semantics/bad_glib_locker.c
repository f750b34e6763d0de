// case: a locker gives its mutex back at the end of its block; here that leads into a wait without end
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never); // finding: receive-never-sent
}

static GMutex mutex;
static gint got;

static gint work(gint value) {
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mutex);
    return value > 0 ? value : 1;
}

int main(void) {
    never = g_async_queue_new();
    work(2);
    got = g_mutex_trylock(&mutex);
    if (got == TRUE) hang();
    return 0;
}
