// case: a result that comes after the timer stays in the channel of capacity 1, and the worker ends
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

static chan_t *result, *timeout;

static void *measure(void *arg) {
    usleep(20000);
    chan_send(result, arg);
    return NULL;
}

static void *timer(void *arg) {
    usleep(1000);
    chan_send(timeout, arg);
    return NULL;
}

int main(void) {
    pthread_t worker, clock;
    result = chan_init(1);
    timeout = chan_init(1);
    pthread_create(&worker, NULL, measure, NULL);
    pthread_create(&clock, NULL, timer, NULL);
    chan_t *channels[] = {result, timeout};
    void *value;
    int chosen;
    while ((chosen = chan_select(channels, 2, &value, NULL, 0, NULL)) < 0) usleep(100);
    printf(chosen == 0 ? "result\n" : "too late\n");
    pthread_join(clock, NULL);
    return 0;
}
