// SPDX-License-Identifier: MIT
// Functions that were jumped out of are not on the stacks of what comes later, however the buffer was copied.
// expect: data race
// expect: after_jump
// expect-not: jumps_out
// expect-not: goes_deeper
#include <pthread.h>
#include <setjmp.h>
#include <string.h>

static int shared;
static jmp_buf place;

__attribute__((noinline)) static void jumps_out(int depth) {
    jmp_buf copy;
    memcpy(&copy, &place, sizeof copy);
    if (depth & 1)
        longjmp(copy, depth);
    else
        _longjmp(copy, depth);
}

__attribute__((noinline)) static int goes_deeper(int depth) {
    if (depth == 0) jumps_out(1);
    return goes_deeper(depth - 1) + 1;
}

__attribute__((noinline)) static void after_jump(void) {
    shared++;
}

static void *worker(void *argument) {
    after_jump();
    return argument;
}

int main(void) {
    pthread_t thread;
    volatile int rounds = 0;
    pthread_create(&thread, NULL, worker, NULL);
    if (setjmp(place)) rounds++;
    if (rounds < 3) goes_deeper(rounds * 10);
    sigjmp_buf nested;
    if (!sigsetjmp(nested, 1)) siglongjmp(nested, 1);
    after_jump();
    pthread_join(thread, NULL);
    return 0;
}
