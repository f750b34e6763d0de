// SPDX-License-Identifier: MIT
// What a program's __tsan_on_report may ask about the report it is called with (sanitizer/tsan_interface.h and what
// debuggers use). All of it is valid during that call only.
#include "abi/room.h"
#include "report/report.h"

#include <string.h>

#define ENTRY __attribute__((visibility("default")))

extern void __tsan_on_report(const void *report) __attribute__((weak));

static void on_print(const Report *report) {
    AbiRoom *room = runtime.abi;
    room->report = report;
    if (__tsan_on_report) __tsan_on_report(report);
    room->report = NULL;
}

void introspect_initialize(void) {
    report_on_print(on_print);
}

ENTRY const void *__tsan_get_current_report(void);
const void *__tsan_get_current_report(void) {
    return ((AbiRoom *)runtime.abi)->report;
}

static void copy_stack(StackId id, void **frames, unsigned long size) {
    Stack stack;
    stack_store_get(id, &stack);
    unsigned long count = stack.count < size ? stack.count : size;
    for (unsigned long i = 0; i < count; i++) frames[i] = (void *)stack.frames[i];
    if (count < size) frames[count] = NULL;
}

static const char *kind_name(ReportKind kind) {
    switch (kind) {
    case REPORT_RACE: return "data-race";
    case REPORT_FREED: return "heap-use-after-free";
    case REPORT_DEADLOCK_ORDER: return "lock-order-inversion";
    case REPORT_THREAD_LEAK: return "thread-leak";
    case REPORT_LOCK_MISUSE: return "mutex-misuse";
    case REPORT_SIGNAL: return "signal-unsafe-call";
    default: return "other";
    }
}

ENTRY int __tsan_get_report_data(const Report *report, const char **description, int *count, int *stacks, int *accesses,
                                 int *locations, int *locks, int *threads, int *unique_threads, void **sleep_stack,
                                 unsigned long size);
int __tsan_get_report_data(const Report *report, const char **description, int *count, int *stacks, int *accesses,
                           int *locations, int *locks, int *threads, int *unique_threads, void **sleep_stack,
                           unsigned long size) {
    *description = kind_name(report->kind);
    *count = *locations = *locks = *unique_threads = 0;
    *stacks = (int)report->section_count;
    *accesses = (int)report->access_count;
    *threads = (int)report->task_count;
    if (size) sleep_stack[0] = NULL;
    return 1;
}

ENTRY int __tsan_get_report_stack(const Report *report, unsigned long index, void **frames, unsigned long size);
int __tsan_get_report_stack(const Report *report, unsigned long index, void **frames, unsigned long size) {
    if (index >= report->section_count) return 0;
    copy_stack(report->sections[index].stack, frames, size);
    return 1;
}

ENTRY int __tsan_get_report_mop(const Report *report, unsigned long index, int *thread, void **address, int *size,
                                int *is_write, int *is_atomic, void **frames, unsigned long frame_count);
int __tsan_get_report_mop(const Report *report, unsigned long index, int *thread, void **address, int *size,
                          int *is_write, int *is_atomic, void **frames, unsigned long frame_count) {
    if (index >= report->access_count) return 0;
    const ReportAccess *access = &report->accesses[index];
    *thread = (int)access->task;
    *address = (void *)access->address;
    *size = (int)access->size;
    *is_write = access->is_write;
    *is_atomic = access->is_atomic;
    copy_stack(access->stack, frames, frame_count);
    return 1;
}

ENTRY int __tsan_get_report_thread(const Report *report, unsigned long index, int *thread, uint64_t *kernel_id,
                                   int *is_running, const char **name, int *creator, void **frames,
                                   unsigned long frame_count);
int __tsan_get_report_thread(const Report *report, unsigned long index, int *thread, uint64_t *kernel_id,
                             int *is_running, const char **name, int *creator, void **frames,
                             unsigned long frame_count) {
    if (index >= report->task_count) return 0;
    const Task *task = task_by_number(report->tasks[index]);
    *thread = (int)report->tasks[index];
    *kernel_id = task ? (uint64_t)task->thread_id : 0;
    *is_running = task && atomic_load(&task->state) == TASK_RUNNING;
    *name = task && task->name[0] ? task->name : NULL;
    *creator = task ? (int)task->creator : -1;
    copy_stack(task ? task->creation_stack : 0, frames, frame_count);
    return 1;
}
