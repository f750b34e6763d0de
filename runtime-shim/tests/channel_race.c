// SPDX-License-Identifier: MIT
// What is written after the send is not the receiver's.
// with: channel
// expect: data race
// expect: late
// expect-not: early
// expect: reported 1 warnings
#include "channel.h"

#include <pthread.h>

static struct channel *channel;
static int early, late;

static void *produce(void *unused) {
    early = 1;
    channel_send(channel, 1);
    late = 1;
    return unused;
}

int main(void) {
    pthread_t thread;
    int value;
    channel = channel_make(1);
    pthread_create(&thread, NULL, produce, NULL);
    channel_receive(channel, &value);
    value += early;
    value += late;
    pthread_join(thread, NULL);
    channel_free(channel);
    return value > 3;
}
