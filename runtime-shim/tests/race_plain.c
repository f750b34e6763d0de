// SPDX-License-Identifier: MIT
// expect: data race
#include <pthread.h>
#include <stdio.h>

static int shared;

static void add_one(int *to) {
    *to += 1;
}

static void *worker(void *argument) {
    add_one(argument);
    return NULL;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, worker, &shared);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    printf("%d\n", shared);
    return 0;
}
