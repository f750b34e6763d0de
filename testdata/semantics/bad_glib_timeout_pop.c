// case: a pop with a timeout of an empty queue gives NULL; here that leads into a wait without end
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never); // finding: receive-never-sent
}

int main(void) {
    never = g_async_queue_new();
    GAsyncQueue *queue = g_async_queue_new();
    if (g_async_queue_timeout_pop(queue, 1000) == NULL) hang();
    return 0;
}
