// case: a timer of the main loop sets the time that workers read without a lock
#include <event2/event.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static long now;
static struct event_base *base;

static void on_tick(evutil_socket_t fd, short what, void *unused) {
    (void)fd, (void)what, (void)unused;
    now++; // finding: data-race
}

static void *work(void *unused) {
    while (usleep(1000) == 0) printf("%ld\n", now); // step: data-race
    return unused;
}

int main(void) {
    pthread_t worker;
    base = event_base_new();
    struct event *tick = event_new(base, -1, EV_PERSIST, on_tick, NULL);
    event_add(tick, NULL);
    pthread_create(&worker, NULL, work, NULL);
    return event_base_dispatch(base);
}
