// SPDX-License-Identifier: MIT
// The library of ../unload.c: a thread for each call, a lock of its own, and an end that needs both.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

int library_count(int steps);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *total;

static void *count(void *steps) {
    for (int i = 0; i < *(int *)steps; i++) {
        pthread_mutex_lock(&lock);
        ++*total;
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

int library_count(int steps) {
    pthread_t thread;
    pthread_create(&thread, NULL, count, &steps);
    count(&steps);
    pthread_join(thread, NULL);
    return *total;
}

// Runs when the library is unloaded, not when the program ends.
static void at_exit(void) {
    printf(" handler");
}

__attribute__((constructor)) static void begin(void) {
    total = calloc(1, sizeof *total);
    atexit(at_exit);
}

__attribute__((destructor)) static void end(void) {
    pthread_mutex_lock(&lock);
    printf(" total %d;", *total);
    fflush(stdout);
    pthread_mutex_unlock(&lock);
    pthread_mutex_destroy(&lock);
    free(total);
}
