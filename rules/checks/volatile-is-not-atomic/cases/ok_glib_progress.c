// case: a GLib thread counts in a gint, and the main thread shows it
#include <glib.h>

static gint done;

static gpointer copy(gpointer unused) {
    for (int i = 0; i < 3; i++) g_atomic_int_inc(&done);
    return unused;
}

int main(void) {
    GThread *copier = g_thread_new("copier", copy, NULL);
    g_print("%d done\n", g_atomic_int_get(&done));
    g_thread_join(copier);
    return 0;
}
