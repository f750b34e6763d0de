// SPDX-License-Identifier: MIT
// An optimizer gives line 0 to code that it made of several lines; the report shows the nearest line before it.
// expect: WARNING: qtrace: data race
// expect: tests/line_zero_race.c:13
// expect-not: line_zero_race.c:0
#include <pthread.h>
#include <stdint.h>

static int shared;

static void *run(void *argument) {
    int *counter = argument;
    for (int i = 0; i < 3; i++) __asm__ volatile("");
#line 0
    (*counter)++;
#line 18
    return 0;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], 0, run, &shared);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], 0);
}
