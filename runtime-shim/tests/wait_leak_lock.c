// SPDX-License-Identifier: MIT
// A return that forgets to unlock: who asks for the lock next is left behind.
// expect: WARNING: qtrace: task leak (waits for ever when the program ends)
// expect: waits for mutex
// expect: held by main thread
// expect: update
#include "asleep.h"

#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((noinline)) static int update(int key) {
    pthread_mutex_lock(&lock);
    if (key < 0) return -1;
    pthread_mutex_unlock(&lock);
    return 0;
}

static void *reader(void *argument) {
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void) {
    pthread_t thread;
    if (update(1)) return 1;
    update(-1);
    pthread_create(&thread, 0, reader, 0);
    pthread_detach(thread);
    wait_until_asleep(5);
}
