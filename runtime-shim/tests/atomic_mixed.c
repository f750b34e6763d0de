// SPDX-License-Identifier: MIT
// expect: data race
// expect: tomic
// flags: -lpthread
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static int counter;

static void *work(void *argument) {
    for (int i = 0; i < 100; i++) __atomic_fetch_add(&counter, 1, __ATOMIC_RELAXED);
    return argument;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, work, NULL);
    counter++;
    pthread_join(thread, NULL);
    return 0;
}
