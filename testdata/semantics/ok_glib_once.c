// case: the function of a once runs once; only without that would it hang
#include <glib.h>

static GAsyncQueue *never;

static void hang(void) {
    g_async_queue_pop(never);
}

static GOnce once = G_ONCE_INIT;
static gint runs;

static gpointer initialise(gpointer data) {
    runs++;
    return &runs;
}

int main(void) {
    never = g_async_queue_new();
    g_once(&once, initialise, NULL);
    g_once(&once, initialise, NULL);
    if (!(runs == 1)) hang();
    return 0;
}
