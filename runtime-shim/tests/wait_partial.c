// SPDX-License-Identifier: MIT
// Two threads block each other while main goes on: reported once, main finishes, the exit status tells.
// options: detect_deadlocks=0
// expect: WARNING: qtrace: deadlock (some tasks wait for ever)
// expect: Each waits for the next: T
// expect: main has finished
// expect: reported 1 warnings
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER, right = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t both;

static void *run(void *argument) {
    pthread_mutex_t *first = argument;
    pthread_mutex_lock(first);
    pthread_barrier_wait(&both);
    pthread_mutex_lock(first == &left ? &right : &left);
    return 0;
}

int main(void) {
    pthread_t threads[2];
    pthread_barrier_init(&both, 0, 2);
    pthread_create(&threads[0], 0, run, &left);
    pthread_create(&threads[1], 0, run, &right);
    for (int i = 0; i < 20; i++) usleep(100000);
    printf("main has finished\n");
}
