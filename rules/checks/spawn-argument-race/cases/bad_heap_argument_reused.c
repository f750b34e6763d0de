// case: one heap object carries the argument to all GLib threads
#include <glib.h>

typedef struct {
    gint number;
} Job;

static gpointer work(gpointer data) {
    Job *job = data;
    g_print("job %d\n", job->number); // step: spawn-argument-race
    return NULL;
}

int main(void) {
    GThread *threads[2];
    Job *job = g_new0(Job, 1);
    for (int i = 0; i < 2; i++) {
        job->number = i; // finding: spawn-argument-race
        threads[i] = g_thread_new("work", work, job);
    }
    for (int i = 0; i < 2; i++) g_thread_join(threads[i]);
    g_free(job);
    return 0;
}
