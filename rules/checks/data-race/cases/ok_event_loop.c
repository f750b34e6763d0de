// case: two callbacks of one loop share the time; the worker has a loop and a time of its own
#include <event2/event.h>
#include <pthread.h>
#include <stdio.h>

static long now, worker_now;
static struct event_base *base, *worker_base;

static void on_tick(evutil_socket_t fd, short what, void *unused) {
    (void)fd, (void)what, (void)unused;
    now++;
}

static void on_read(evutil_socket_t fd, short what, void *unused) {
    (void)fd, (void)what, (void)unused;
    printf("%ld\n", now);
}

static void on_worker_tick(evutil_socket_t fd, short what, void *unused) {
    (void)fd, (void)what, (void)unused;
    printf("%ld\n", worker_now++);
}

static void *work(void *unused) {
    event_base_dispatch(worker_base);
    return unused;
}

int main(void) {
    pthread_t worker;
    base = event_base_new();
    worker_base = event_base_new();
    event_add(event_new(base, -1, EV_PERSIST, on_tick, NULL), NULL);
    event_add(event_new(base, 0, EV_READ | EV_PERSIST, on_read, NULL), NULL);
    event_add(event_new(worker_base, -1, EV_PERSIST, on_worker_tick, NULL), NULL);
    pthread_create(&worker, NULL, work, NULL);
    return event_base_dispatch(base);
}
