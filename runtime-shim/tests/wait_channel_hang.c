// SPDX-License-Identifier: MIT
// The producer does not close its channel: main receives for ever, and the producer waits for main's answer.
// with: channel
// expect: WARNING: qtrace: deadlock (all tasks wait for ever)
// expect: channel_receive
// expect: collect
// expect: produce
#include "channel.h"

#include <pthread.h>

static struct channel *values, *answers;

static void *produce(void *unused) {
    int answer;
    for (int i = 0; i < 3; i++) channel_send(values, i);
    channel_receive(answers, &answer);
    channel_close(values);
    return unused;
}

static void collect(void) {
    int value;
    while (channel_receive(values, &value)) continue;
    channel_send(answers, 1);
}

int main(void) {
    pthread_t thread;
    values = channel_make(0);
    answers = channel_make(0);
    pthread_create(&thread, NULL, produce, NULL);
    collect();
    pthread_join(thread, NULL);
    return 0;
}
