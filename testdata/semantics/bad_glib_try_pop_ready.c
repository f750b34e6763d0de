// case: a try of a queue with an item gives the item; here that leads into a wait without end
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never); // finding: receive-never-sent
}

int main(void) {
    never = g_async_queue_new();
    GAsyncQueue *queue = g_async_queue_new();
    g_async_queue_push(queue, "item");
    if (g_async_queue_try_pop(queue) != NULL) hang();
    return 0;
}
