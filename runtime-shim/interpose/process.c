// SPDX-License-Identifier: MIT
// Children. Threads that are gone in a child may have held locks of the runtime: where there were any, the child does
// nothing more (option die_after_fork), except that it can start other programs. The child of a process of one thread
// is checked as its parent is. vfork becomes fork: nothing that a child does here may change its parent.
#include "interpose/enter.h"
#include "report/report.h"
#include "sync/sync.h"
#include "trace/trace.h"

#include <errno.h>
#include <unistd.h>

typedef struct ThreadCount {
    uint32_t running;
} ThreadCount;

static void count_thread(Task *task, void *context) {
    ThreadCount *count = context;
    count->running += task->kind == TASK_THREAD && atomic_load(&task->state) != TASK_ENDED && !task->is_foreign;
}

static void trace_child(void) {
    sync_forget_traced();
    trace_begin_child();
}

static void begin_child(bool had_threads, bool was_traced) {
    runtime.process = raw_process_id();
    report_forget();
    if (!had_threads || !runtime.options.die_after_fork) {
        if (was_traced) trace_child();
        return;
    }
    atomic_store(&runtime.stage, RUNTIME_OFF);
    runtime.wait = NULL;
    runtime.trace = NULL;
    task_switch_off();
}

static pid_t fork_checked(pid_t (*real)(void)) {
    if (!runtime_is_ready() || task_thread.in_runtime) return real();
    ThreadCount count = {0};
    task_for_each(count_thread, &count);
    Task *task = outer_task();
    bool was_traced = trace_is_on();
    pid_t child = INSIDE(task, real());
    if (child == 0) begin_child(count.running > 1, was_traced);
    return child;
}

WRAPPER pid_t fork(void) {
    return fork_checked(REAL(fork));
}
WRAPPER pid_t vfork(void) {
    return fork_checked(REAL(fork));
}
WRAPPER pid_t _Fork(void) {
    return fork_checked(REAL(_Fork));
}
