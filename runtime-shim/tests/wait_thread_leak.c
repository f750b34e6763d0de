// SPDX-License-Identifier: MIT
// Threads that have ended and were neither joined nor detached.
// expect: WARNING: qtrace: thread leak
// expect: finished) created by main thread at:
// expect: And 2 more similar thread leaks.
#include "asleep.h"

#include <pthread.h>
#include <unistd.h>

static void *nothing(void *argument) {
    return argument;
}

int main(void) {
    pthread_t threads[3];
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], 0, nothing, 0);
    wait_until_asleep(5);
}
