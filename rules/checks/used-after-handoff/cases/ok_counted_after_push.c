// case: a GLib queue carries an order to a thread that frees it, and the sender marks it as sent before
#include <glib.h>

typedef struct {
    gint amount, sent;
} Order;

static gpointer work(gpointer data) {
    GAsyncQueue *queue = data;
    Order *order = g_async_queue_pop(queue);
    g_print("%d\n", order->amount);
    g_free(order);
    return NULL;
}

int main(void) {
    GAsyncQueue *queue = g_async_queue_new();
    GThread *worker = g_thread_new("worker", work, queue);
    Order *order = g_new0(Order, 1);
    order->amount = 3;
    order->sent = 1;
    g_async_queue_push(queue, order);
    g_thread_join(worker);
    g_async_queue_unref(queue);
    return 0;
}
