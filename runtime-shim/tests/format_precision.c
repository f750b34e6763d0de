// SPDX-License-Identifier: MIT
// %.1s reads one byte only, and what lies beyond a precision may be written by others.
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
    snprintf(line, sizeof line, "%5d %Lg %-*c %.1s", 1, 2.0L, 3, 'c', text);
    pthread_join(thread, 0);
    return 0;
}
