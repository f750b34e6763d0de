// SPDX-License-Identifier: MIT
// A lock that its only thread already holds.
// expect: WARNING: qtrace: deadlock (all tasks wait for ever)
// expect: which it holds itself
// expect: Each waits for the next: main thread => main thread
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock);
}
