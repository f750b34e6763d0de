// SPDX-License-Identifier: MIT
// Three threads, each joining the next.
// expect: WARNING: qtrace: deadlock (all tasks wait for ever)
// expect: Each waits for the next: T
// expect: waits for the end of thread T3
#include <pthread.h>

static pthread_t threads[3];
static pthread_barrier_t known;

static void *run(void *argument) {
    pthread_barrier_wait(&known);
    pthread_join(threads[(*(int *)argument + 1) % 3], 0);
    return 0;
}

int main(void) {
    int numbers[] = {0, 1, 2};
    pthread_barrier_init(&known, 0, 4);
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], 0, run, &numbers[i]);
    pthread_barrier_wait(&known);
    pthread_exit(0);
}
