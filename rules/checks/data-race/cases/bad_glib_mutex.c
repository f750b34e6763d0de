// case: a GLib thread adds to a list's length under a GMutex, the main thread reads it without
#include <glib.h>

typedef struct {
    GMutex lock;
    gint length;
} List;

static gpointer append(gpointer data) {
    List *list = data;
    g_mutex_lock(&list->lock);
    list->length++; // finding: data-race
    g_mutex_unlock(&list->lock);
    return NULL;
}

int main(void) {
    List *list = g_new0(List, 1);
    g_mutex_init(&list->lock);
    GThread *thread = g_thread_new("append", append, list);
    g_print("%d\n", list->length); // step: data-race
    g_thread_join(thread);
    g_free(list);
    return 0;
}
