// case: a GLib thread counts in a volatile gint, and the main thread shows it
#include <glib.h>

static volatile gint done;

static gpointer copy(gpointer unused) {
    for (int i = 0; i < 3; i++) done++; // finding: volatile-is-not-atomic
    return unused;
}

int main(void) {
    GThread *copier = g_thread_new("copier", copy, NULL);
    g_print("%d done\n", done); // step: volatile-is-not-atomic
    g_thread_join(copier);
    return 0;
}
