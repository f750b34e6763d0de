// case: two helpers send one event to two threads, and both write into it
#include "chan.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct event {
    int seen;
};

static chan_t *to_disk, *to_screen;

static void *store(void *unused) {
    void *got;
    chan_recv(to_disk, &got);
    ((struct event *)got)->seen = 1; // finding: used-after-handoff
    return unused;
}

static void *show(void *unused) {
    void *got;
    chan_recv(to_screen, &got);
    ((struct event *)got)->seen = 2; // step: used-after-handoff
    return unused;
}

static void save(struct event *event) {
    chan_send(to_disk, event);
}

static void display(struct event *event) {
    chan_send(to_screen, event);
}

static void announce(struct event *event) {
    save(event);
    display(event);
}

int main(void) {
    pthread_t disk, screen;
    static struct event event;
    to_disk = chan_init(1);
    to_screen = chan_init(1);
    pthread_create(&disk, NULL, store, NULL);
    pthread_create(&screen, NULL, show, NULL);
    announce(&event);
    pthread_join(disk, NULL);
    pthread_join(screen, NULL);
    chan_dispose(to_disk);
    chan_dispose(to_screen);
    return 0;
}
