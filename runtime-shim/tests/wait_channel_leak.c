// SPDX-License-Identifier: MIT
// The one who asked has gone on: nobody receives the answer, ever.
// with: channel
// expect: WARNING: qtrace: task leak
// expect: answer
#include "asleep.h"

#include "channel.h"

#include <pthread.h>
#include <unistd.h>

static void *answer(void *channel) {
    usleep(50000);
    channel_send(channel, 42);
    return NULL;
}

__attribute__((noinline)) static int ask(void) {
    pthread_t thread;
    struct channel *channel = channel_make(0);
    struct channel_case one = {.channel = channel};
    pthread_create(&thread, NULL, answer, channel);
    pthread_detach(thread);
    return channel_select(&one, 1, true) == 0 ? one.value : 0; // it does not wait
}

__attribute__((noinline)) static void clear_stack(void) {
    volatile char bytes[4096];
    for (unsigned i = 0; i < sizeof bytes; i++) bytes[i] = 0;
}

int main(void) {
    int value = ask();
    clear_stack();
    wait_until_asleep(20);
    return value;
}
