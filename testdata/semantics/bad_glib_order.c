// case: a queue hands over in the order of the pushes; here that leads into a wait without end
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never); // finding: receive-never-sent
}

int main(void) {
    never = g_async_queue_new();
    GAsyncQueue *queue = g_async_queue_new();
    g_async_queue_push(queue, GINT_TO_POINTER(1));
    g_async_queue_push(queue, GINT_TO_POINTER(2));
    gint first = GPOINTER_TO_INT(g_async_queue_pop(queue));
    if (first == 1) hang();
    return 0;
}
