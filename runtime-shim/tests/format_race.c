// SPDX-License-Identifier: MIT
// printf reads the texts among its arguments: %.2s two bytes, after a width and a long double.
// expect: WARNING: qtrace: data race
// expect: by thread T1
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

void __tsan_testonly_barrier_init(uint32_t *barrier, unsigned count);
void __tsan_testonly_barrier_wait(uint32_t *barrier);

static char text[16] = "abcdef";
static uint32_t barrier;

static void *write_it(void *argument) {
    text[1] = 'x';
    __tsan_testonly_barrier_wait(&barrier);
    return argument;
}

int main(void) {
    pthread_t thread;
    char line[100];
    __tsan_testonly_barrier_init(&barrier, 2);
    pthread_create(&thread, 0, write_it, 0);
    __tsan_testonly_barrier_wait(&barrier);
    snprintf(line, sizeof line, "%5d %Lg %-*c %.2s", 1, 2.0L, 3, 'c', text);
    pthread_join(thread, 0);
    return 0;
}
