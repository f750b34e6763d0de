// case: a function that locks is called by one that has locked already, any number of times, and the lock is recursive
#include <glib.h>

static GRecMutex mutex;
static int total;

static void add(int amount) {
    g_rec_mutex_lock(&mutex);
    total += amount;
    g_rec_mutex_unlock(&mutex);
}

static gpointer work(gpointer data) {
    int turns = GPOINTER_TO_INT(data);
    for (int i = 0; i < turns; i++) {
        g_rec_mutex_lock(&mutex);
        add(i);
        add(-i);
        g_rec_mutex_unlock(&mutex);
    }
    return NULL;
}

int main(int argc, char **argv) {
    g_rec_mutex_init(&mutex);
    GThread *other = g_thread_new("other", work, GINT_TO_POINTER(argc + 40));
    for (int i = 0; i < argc + 40; i++)
        add(i);
    g_thread_join(other);
    return 0;
}
