// case: the last answer is kept in a static structure; a GLib thread and the main thread both ask
#include <glib.h>

static gint square(gint of) {
    static struct {
        gint asked, answer;
    } last;
    if (last.asked != of) {
        last.asked = of; // finding: static-local-unprotected
        last.answer = of * of; // finding: static-local-unprotected
    }
    return last.answer;
}

static gpointer ask(gpointer unused) {
    return square(3) == 9 ? unused : NULL;
}

int main(void) {
    GThread *thread = g_thread_new("ask", ask, NULL);
    g_print("%d\n", square(4));
    g_thread_join(thread);
    return 0;
}
