// case: a reference count is raised with g_atomic_int_inc and tested atomically
#include <glib.h>

typedef struct {
    gint references;
    gint value;
} Item;

static gpointer keep(gpointer data) {
    Item *item = data;
    g_atomic_int_inc(&item->references);
    return NULL;
}

int main(void) {
    Item *item = g_new0(Item, 1);
    GThread *keeper = g_thread_new("keeper", keep, item);
    if (g_atomic_int_get(&item->references) > 1) item->value = 1;
    g_thread_join(keeper);
    g_free(item);
    return 0;
}
