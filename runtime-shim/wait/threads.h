// SPDX-License-Identifier: MIT
// What the kernel says of this process: which threads sleep, which signals are handled, which memory is shared. Read
// only when somebody seems to wait for ever.
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { THREADS_MOST = 1 << 14 };

typedef struct ThreadRow {
    int id;
    char state;        // as in proc(5): 'S' sleeps, 'R' runs or could, 'Z' is gone
    uint64_t switches; // grows whenever it ran
} ThreadRow;

typedef struct Threads {
    bool is_complete;
    uint32_t count;
    ThreadRow rows[THREADS_MOST];
} Threads;

void threads_read(Threads *threads);
const ThreadRow *threads_find(const Threads *threads, int id);

// A handler of the program may let a task go on; faults, and SIGQUIT when it is ours, do not count.
bool process_handles_signals(bool is_quit_ours);

// For each of the ranges in /proc/self/maps that is shared (with whom is not known).
void process_visit_shared(void (*visit)(uintptr_t low, uintptr_t high, void *context), void *context);
