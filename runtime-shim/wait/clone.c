// SPDX-License-Identifier: MIT
#include "wait/clone.h"

#include "base/raw.h"

#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>

enum {
    STACK_BYTES = 1 << 18,
    LOCALS_BYTES = 1 << 20,   // on each side of the descriptor, mostly never touched
    DESCRIPTOR_BYTES = 0x900, // glibc's struct pthread, or less
    HIDDEN_SIGNALS_BYTES = 8,
};

typedef struct Start {
    int (*function)(void *);
    void *argument;
    char *descriptor;
    int creator;
} Start;

// glibc's recursive locks compare the thread id in the descriptor.
static void set_thread_id(char *descriptor, int from, int to) {
    for (int at = 0; at < DESCRIPTOR_BYTES; at += 4) {
        int word;
        memcpy(&word, descriptor + at, sizeof word);
        if (word == from) memcpy(descriptor + at, &to, sizeof to);
    }
}

static int run(void *context) {
    Start *start = context;
    set_thread_id(start->descriptor, start->creator, raw_thread_id());
    return start->function(start->argument);
}

// Where the descriptor begins, and where the thread pointer shall point.
static char *make_descriptor(char *area, void **pointer) {
    char *middle = area + LOCALS_BYTES;
    const char *own = __builtin_thread_pointer();
#if defined(__x86_64__)
    memcpy(middle, own, DESCRIPTOR_BYTES);
    memcpy(middle, &middle, sizeof middle);      // the descriptor's own address, twice
    memcpy(middle + 16, &middle, sizeof middle); //
    *pointer = middle;
    return middle;
#else
    memcpy(middle - DESCRIPTOR_BYTES, own - DESCRIPTOR_BYTES, DESCRIPTOR_BYTES + 16);
    *pointer = middle;
    return middle - DESCRIPTOR_BYTES;
#endif
}

int clone_thread(int (*function)(void *), void *argument) {
    char *area = raw_map(NULL, 2 * LOCALS_BYTES + STACK_BYTES);
    if (!area) return -1;
    Start *start = (Start *)(area + 2 * LOCALS_BYTES); // the lowest bytes of its stack
    void *pointer;
    *start = (Start){function, argument, make_descriptor(area, &pointer), raw_thread_id()};
    int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS;
    uint64_t all = ~UINT64_C(0), before = 0;
    raw_call6(SYS_rt_sigprocmask, SIG_SETMASK, (long)&all, (long)&before, HIDDEN_SIGNALS_BYTES, 0, 0);
    int thread = clone(run, area + 2 * LOCALS_BYTES + STACK_BYTES, flags, start, NULL, pointer, NULL);
    raw_call6(SYS_rt_sigprocmask, SIG_SETMASK, (long)&before, 0, HIDDEN_SIGNALS_BYTES, 0, 0);
    if (thread < 0) raw_unmap(area, 2 * LOCALS_BYTES + STACK_BYTES);
    return thread;
}
