// SPDX-License-Identifier: MIT
// The end of the process: the counts are printed and the exit status says whether anything was reported. glibc runs
// this after the program's own atexit functions (they were registered later, most of them).
#include "interpose/exit.h"

#include "interpose/real.h"
#include "report/report.h"
#include "trace/trace.h"
#include "wait/wait.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void report_ignores(const Task *task) {
    bool ignores = task->ignore_reads || task->ignore_writes || task->ignore_sync;
    if (!ignores || !task->ignore_stack) return;
    char holder[64];
    Report *report = report_borrow();
    report_start(report, REPORT_IGNORES, "thread finished with ignores enabled", 0);
    report_add_line(report, "  One of the ignores of %s was not ended, the last was begun at:",
                    report_name_holder(task->number, holder));
    report_add_stack(report, task->ignore_stack);
    report_add_task(report, task);
    report_finish(report);
    report_give_back();
}

static void at_exit(int status, void *context) {
    (void)context;
    int stage = RUNTIME_READY;
    if (!atomic_compare_exchange_strong(&runtime.stage, &stage, RUNTIME_ENDING)) return;
    if (runtime.process != raw_process_id()) return;
    wait_at_exit(task_current(), NULL);
    report_ignores(task_current());
    task_thread.in_runtime++;
    trace_finish();
    int wanted = report_end(status);
    if (wanted == status) {
        task_thread.in_runtime--;
        return;
    }
    fflush(NULL);
    raw_exit(wanted);
}

#define FRAME ((uintptr_t)__builtin_frame_address(0))

WRAPPER void exit(int status) {
    if (runtime_is_ready() && !task_thread.in_runtime) wait_note_exit(task_current(), FRAME);
    REAL(exit)(status);
    __builtin_unreachable();
}

static __attribute__((constructor(103))) void register_exit(void) {
    on_exit(at_exit, NULL);
}

// Not by way of a signal handler that came in the middle of the runtime.
static _Noreturn void end_now(int status, uintptr_t frame) {
    if (!runtime_is_ready()) raw_exit(status);
    if (!task_thread.in_runtime) {
        wait_note_exit(task_current(), frame);
        wait_at_exit(task_current(), NULL);
    }
    trace_finish();
    raw_exit(report_end(status));
}

WRAPPER void _exit(int status) {
    end_now(status, FRAME);
}

WRAPPER void _Exit(int status) {
    end_now(status, FRAME);
}
