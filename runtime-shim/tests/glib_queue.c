// SPDX-License-Identifier: MIT
// packages: glib-2.0
// GLib's locks and queues, which do not go through pthread_*. Each record goes to one of two threads with its pointer.
#include <glib.h>

typedef struct Record {
    int value;
} Record;

static GAsyncQueue *queue;
static GMutex lock;
static int sum;

static gpointer consume(gpointer unused) {
    for (Record *record = g_async_queue_pop(queue); record->value; record = g_async_queue_pop(queue)) {
        g_mutex_lock(&lock);
        sum += record->value;
        g_mutex_unlock(&lock);
    }
    return unused;
}

int main(void) {
    static Record records[22];
    GThread *threads[2];
    queue = g_async_queue_new();
    for (int i = 0; i < 2; i++) threads[i] = g_thread_new("consumer", consume, NULL);
    for (int i = 0; i < 22; i++) {
        records[i].value = i < 20 ? i + 1 : 0;
        g_async_queue_push(queue, &records[i]);
#ifdef RACE
        if (i == 5) records[i].value = 7;
#endif
    }
    for (int i = 0; i < 2; i++) g_thread_join(threads[i]);
    g_async_queue_unref(queue);
#ifndef RACE
    return sum != 210;
#else
    return 0;
#endif
}
