// SPDX-License-Identifier: MIT
// What programs and debuggers may ask ThreadSanitizer's runtime: what lies at an address, where it was allocated; and
// the calls that switch checking off for a thread.
#include "abi/access.h"
#include "base/print.h"
#include "report/report.h"
#include "report/symbolize.h"
#include "shadow/heap.h"

#include <malloc.h>

#define ENTRY __attribute__((visibility("default")))
#define COUNTER ((uintptr_t)__builtin_return_address(0))

ENTRY void __tsan_ignore_thread_begin(void);
ENTRY void __tsan_ignore_thread_end(void);
void __tsan_ignore_thread_begin(void) {
    task_ignore_begin(task_current(), true, true, true);
}
void __tsan_ignore_thread_end(void) {
    task_ignore_end(task_current(), true, true, true);
}

ENTRY int __tsan_get_alloc_stack(uintptr_t address, uintptr_t *frames, size_t limit, int *thread, uint64_t *thread_id);
int __tsan_get_alloc_stack(uintptr_t address, uintptr_t *frames, size_t limit, int *thread, uint64_t *thread_id) {
    HeapBlock block;
    Stack stack;
    if (!heap_find(address, &block, malloc_usable_size)) return 0;
    const Task *task = task_by_number(block.task);
    *thread = (int)block.task;
    *thread_id = task ? (uint64_t)task->thread_id : 0;
    stack_store_get(block.stack, &stack);
    uint32_t count = stack.count < limit ? stack.count : (uint32_t)limit;
    for (uint32_t i = 0; i < count; i++) frames[i] = stack.frames[i];
    return (int)count;
}

ENTRY const char *__tsan_locate_address(uintptr_t address, char *name, size_t size, uintptr_t *start, size_t *length);
const char *__tsan_locate_address(uintptr_t address, char *name, size_t size, uintptr_t *start, size_t *length) {
    HeapBlock block;
    DataSymbol symbol;
    Module module;
    if (size) name[0] = 0;
    if (module_find(address, &module)) {
        if (symbolize_data(address, &symbol)) {
            if (size) print_into(name, size, "%s", symbol.name);
            *start = symbol.start;
            *length = symbol.size;
        }
        return "global";
    }
    const Task *task = task_current();
    if (address - task->stack_low < task->region_size && !task->is_foreign) {
        *start = task->stack_low;
        *length = task->region_size;
        return "stack";
    }
    if (!heap_find(address, &block, malloc_usable_size)) return "";
    *start = block.start;
    *length = block.size;
    return "heap";
}

// Objects of a library that the program tagged: their accesses are checked like any other.
ENTRY void *__tsan_external_register_tag(const char *name);
ENTRY void __tsan_external_register_header(void *tag, const char *header);
ENTRY void __tsan_external_assign_tag(void *address, void *tag);
ENTRY void __tsan_external_read(void *address, void *caller, void *tag);
ENTRY void __tsan_external_write(void *address, void *caller, void *tag);
void *__tsan_external_register_tag(const char *name) {
    return (void *)(uintptr_t)name;
}
void __tsan_external_register_header(void *tag, const char *header) {
    (void)tag, (void)header;
}
void __tsan_external_assign_tag(void *address, void *tag) {
    (void)address, (void)tag;
}
void __tsan_external_read(void *address, void *caller, void *tag) {
    (void)tag;
    access_range((uintptr_t)address, 1, false, caller ? (uintptr_t)caller : COUNTER);
}
void __tsan_external_write(void *address, void *caller, void *tag) {
    (void)tag;
    access_range((uintptr_t)address, 1, true, caller ? (uintptr_t)caller : COUNTER);
}

ENTRY void __tsan_check_no_mutexes_held(void);
void __tsan_check_no_mutexes_held(void) {
    Task *task = task_current();
    if (!task->held_count) return;
    Report *report = report_borrow();
    report_start(report, REPORT_LOCK_MISUSE, "mutex held in the wrong context", task->held[0].object);
    report_add_stack(report, task_keep_stack(task, COUNTER));
    for (uint32_t i = 0; i < task->held_count; i++)
        report_add(report, task->held[i].stack, "  Mutex M%u (%p) locked at:", task->held[i].number,
                   (void *)task->held[i].object);
    report_finish(report);
    report_give_back();
}
