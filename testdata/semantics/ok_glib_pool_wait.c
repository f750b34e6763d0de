// case: freeing a pool with wait waits for its tasks; only without that would it hang
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never);
}

static gint done;

static void work(gpointer data, gpointer counter) { g_atomic_int_inc((gint *)counter); }

int main(void) {
    never = g_async_queue_new();
    GThreadPool *pool = g_thread_pool_new(work, &done, 2, FALSE, NULL);
    g_thread_pool_push(pool, GINT_TO_POINTER(1), NULL);
    g_thread_pool_push(pool, GINT_TO_POINTER(2), NULL);
    g_thread_pool_free(pool, FALSE, TRUE);
    if (!(g_atomic_int_get(&done) == 2)) hang();
    return 0;
}
