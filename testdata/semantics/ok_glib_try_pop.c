// case: a try of an empty queue gives NULL; only without that would it hang
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never);
}

int main(void) {
    never = g_async_queue_new();
    GAsyncQueue *queue = g_async_queue_new();
    if (!(g_async_queue_try_pop(queue) == NULL)) hang();
    return 0;
}
