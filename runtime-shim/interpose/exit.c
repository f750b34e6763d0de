// SPDX-License-Identifier: MIT
// The end of the process: the counts are printed and the exit status says whether anything was reported. glibc runs
// this after the program's own atexit functions (they were registered later, most of them).
#include "interpose/real.h"
#include "report/report.h"
#include "trace/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LEAK_GROUPS = 64 };

// Threads that ended and were neither joined nor detached, by where they were created.
typedef struct Leaks {
    uint32_t count;
    struct {
        Task *first;
        uint32_t number;
    } groups[LEAK_GROUPS];
    bool has_running; // a thread other than this one has not ended
} Leaks;

static void visit_leak(Task *task, void *context) {
    Leaks *leaks = context;
    if (task->kind != TASK_THREAD || task->is_foreign) return;
    if (atomic_load(&task->state) == TASK_RUNNING && task != task_thread.thread) leaks->has_running = true;
    if (atomic_load(&task->state) != TASK_ENDED || task->is_detached || task->is_joined) return;
    for (uint32_t i = 0; i < leaks->count; i++)
        if (leaks->groups[i].first->creation_stack == task->creation_stack) {
            leaks->groups[i].number++;
            return;
        }
    if (leaks->count == LEAK_GROUPS) return;
    leaks->groups[leaks->count].first = task;
    leaks->groups[leaks->count++].number = 1;
}

static void report_thread_leaks(void) {
    Leaks leaks = {0};
    task_for_each(visit_leak, &leaks);
    if (leaks.has_running && runtime.options.atexit_sleep_ms > 0) {
        raw_sleep((uint64_t)runtime.options.atexit_sleep_ms * 1000000);
        leaks = (Leaks){0};
        task_for_each(visit_leak, &leaks);
    }
    for (uint32_t i = 0; i < leaks.count && runtime.options.report_thread_leaks; i++) {
        char name[160], creator[64];
        const Task *task = leaks.groups[i].first;
        Report *report = report_borrow();
        report_start(report, REPORT_THREAD_LEAK, "thread leak", 0);
        report_name_task(task, name, sizeof name);
        report_add(report, task->creation_stack, "  %s created by %s at:", name,
                   report_name_holder(task->creator, creator));
        if (leaks.groups[i].number > 1)
            report_add_line(report, "  And %u more similar thread leaks.", leaks.groups[i].number - 1);
        report_finish(report);
        report_give_back();
    }
}

static void at_exit(int status, void *context) {
    (void)context;
    int stage = RUNTIME_READY;
    if (!atomic_compare_exchange_strong(&runtime.stage, &stage, RUNTIME_ENDING)) return;
    if (runtime.process != raw_process_id()) return;
    report_thread_leaks();
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

static __attribute__((constructor(103))) void register_exit(void) {
    on_exit(at_exit, NULL);
}

WRAPPER void _exit(int status) {
    if (runtime_is_ready()) trace_finish();
    raw_exit(runtime_is_ready() ? report_end(status) : status);
}
