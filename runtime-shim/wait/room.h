// SPDX-License-Identifier: MIT
// What the room keeps for the process. Only files of this folder include it.
#pragma once
#include "base/memory.h"
#include "wait/wait.h"

#include <signal.h>

enum {
    UNWIND_DEPTH = 48,   // frames of a stack of code without instrumentation
    SERVED_SITES = 8,    // of a task: places where it was served, the latest
    SITE_ROWS = 1 << 12, // places where tasks come back to wait
    DESCRIBED_BLOCKED = 64
};

// The last stack that was unwound: where each return address lies, so that the next one at the same place is compared
// instead of unwound.
typedef struct UnwoundStack {
    uint32_t count;
    StackId stack;
    uintptr_t counter;
    uintptr_t places[UNWIND_DEPTH];
    uintptr_t frames[UNWIND_DEPTH];
} UnwoundStack;

typedef struct WaitSlot {
    _Atomic uint32_t sequence; // odd while it waits
    uint32_t owner;            // number + 1 of the task that the rest is about
    WaitRecord record;
    const void *entry;
    uint32_t served_count;
    uintptr_t served[SERVED_SITES];
    UnwoundStack unwound;
} WaitSlot;

typedef struct WaitRoom {
    Pool slots; // by index of the task
    int process;
    _Atomic uint32_t is_watched;
    int monitor;                             // thread id
    _Atomic uintptr_t loop_sites[SITE_ROWS]; // some task was served there and came back
    _Atomic uint32_t bell;                   // rung to wake the monitor
    _Atomic uint32_t dump_state;             // DUMP_…
    _Atomic uint32_t is_ending;              // at exit: nothing is reported by the monitor any more
    bool ignores_signals;                    // handlers wake nobody
    uint32_t reported_count;
    uint32_t reported[DESCRIBED_BLOCKED]; // numbers of tasks in groups that were reported
    struct Snapshot *early, *late;        // the monitor's
    struct Snapshot *last;                // of the exiting task
    struct Reach *reach;                  // what it can still reach
    uintptr_t exit_frame;                 // of the program's function that called exit; 0: none did
    uint32_t exit_task;                   // number of the task that did
    struct Threads *threads[4];           // two of the monitor, two of the exiting task
} WaitRoom;

enum { DUMP_NONE, DUMP_WANTED, DUMP_DONE };

static inline WaitRoom *wait_room(void) {
    return runtime.wait;
}
static inline WaitSlot *wait_slot(const Task *task) {
    return pool_item(&wait_room()->slots, task->index);
}

// True when the task waits: its record, and the sequence number that stays the same as long as it does.
bool wait_read(const Task *task, WaitRecord *record, uint32_t *sequence);
bool wait_was_served_at(const Task *task, uintptr_t counter); // the task itself was
bool wait_is_loop_site(uintptr_t counter);                    // some task came back to it after it was served

// The stack of a call that returns to `counter`, of the running task: from its call stack, else unwound. 0: not known.
StackId wait_unwind(const Task *task, UnwoundStack *cache, uintptr_t counter);

void monitor_start(void);
