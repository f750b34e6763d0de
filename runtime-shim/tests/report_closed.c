// SPDX-License-Identifier: MIT
// A program that has closed its standard input and output, as daemons do: reports have names, and it keeps the numbers.
// expect: #0 count
#include <pthread.h>
#include <unistd.h>

static int shared;

static void *count(void *argument) {
    shared++;
    return argument;
}

int main(void) {
    pthread_t threads[2];
    close(0);
    close(1);
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], 0, count, 0);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], 0);
    int ends[2];
    if (pipe(ends) || ends[0] != 0 || ends[1] != 1) return 1;
    return 0;
}
