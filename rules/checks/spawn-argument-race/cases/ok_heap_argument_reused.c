// case: each GLib thread gets a heap object of its own and frees it
#include <glib.h>

typedef struct {
    gint number;
} Job;

static gpointer work(gpointer data) {
    Job *job = data;
    g_print("job %d\n", job->number);
    g_free(job);
    return NULL;
}

int main(void) {
    GThread *threads[2];
    for (int i = 0; i < 2; i++) {
        Job *job = g_new0(Job, 1);
        job->number = i;
        threads[i] = g_thread_new("work", work, job);
    }
    for (int i = 0; i < 2; i++) g_thread_join(threads[i]);
    return 0;
}
