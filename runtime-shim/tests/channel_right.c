// SPDX-License-Identifier: MIT
// Channels of every kind, used rightly: what a send carries is the receiver's, a buffer gives its places back, a close
// is seen, a select does one of its cases.
// with: channel
#include "channel.h"

#include <pthread.h>

enum { JOBS = 200, WORKERS = 3 };

static struct channel *jobs, *results, *ended;
static int squares[JOBS];

static void *work(void *unused) {
    int job;
    while (channel_receive(jobs, &job)) {
        squares[job] = job * job;
        channel_send(results, job);
    }
    channel_send(ended, 1);
    return unused;
}

static void *feed(void *unused) {
    for (int i = 0; i < JOBS; i++) channel_send(jobs, i);
    channel_close(jobs);
    return unused;
}

static int collect(void) {
    int sum = 0, left = WORKERS;
    while (left) {
        struct channel_case cases[] = {{.channel = results}, {.channel = ended}, {.channel = NULL}};
        int chosen = channel_select(cases, 3, false);
        if (chosen == 0) sum += squares[cases[0].value] != cases[0].value * cases[0].value;
        left -= chosen == 1;
    }
    return sum;
}

int main(void) {
    pthread_t feeder, workers[WORKERS];
    jobs = channel_make(0);
    results = channel_make(4);
    ended = channel_make(WORKERS);
    struct channel_case none[] = {{.channel = jobs, .is_send = true, .value = 1}, {.channel = results}};
    if (channel_select(none, 2, true) != -1) return 1;
    pthread_create(&feeder, NULL, feed, NULL);
    for (int i = 0; i < WORKERS; i++) pthread_create(&workers[i], NULL, work, NULL);
    int wrong = collect();
    pthread_join(feeder, NULL);
    for (int i = 0; i < WORKERS; i++) pthread_join(workers[i], NULL);
    int value;
    if (channel_receive(jobs, &value) || value) return 1;
    channel_free(jobs);
    channel_free(results);
    channel_free(ended);
    return wrong;
}
