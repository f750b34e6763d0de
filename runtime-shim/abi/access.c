// SPDX-License-Identifier: MIT
#include "abi/access.h"

#include "abi/race.h"
#include "abi/room.h"

// The task that really runs here, with a slot; NULL when nothing is checked now.
static __attribute__((noinline)) bool ignores(const Task *task, bool is_read) {
    return task->depth || (is_read ? task->ignore_reads : task->ignore_writes);
}

static __attribute__((noinline)) Task *access_task_slowly(Task *task, bool is_read) {
    if (task_thread.in_runtime) return NULL;
    if (unlikely(task_thread.pending_signals)) task_deliver_signals();
    if ((uintptr_t)__builtin_frame_address(0) - task->stack_low >= task->stack_size) task = task_find_current();
    if (ignores(task, is_read)) return NULL;
    if (task->stack_size != task->region_size || task->slot == SLOT_NONE) {
        task_lock_clock(task);
        task_unlock_clock(task);
    }
    return task;
}

static inline Task *access_task(Task *task, bool is_read) {
    bool is_here = (uintptr_t)__builtin_frame_address(0) - task->stack_low < task->stack_size;
    if (likely(is_here && !task->ignore_state)) return task;
    return access_task_slowly(task, is_read);
}

static inline __attribute__((always_inline)) void check(Task *task, uintptr_t counter, uintptr_t address,
                                                        uint32_t bytes_and_flags, size_t size) {
    Cell cell = task->cell | bytes_and_flags;
    CellOutcome outcome =
        cell_check(shadow_of(address), cell, &task->clock, (uint32_t)((uintptr_t)task->history.next >> 3));
    if (unlikely(outcome.has_evicted)) task->evicted_cells++;
    if (unlikely(outcome.race)) race_found(task, counter, address, size, cell, outcome.race);
}

// No slot, no room in the history segment, another task, a long way from the access before it, or ignored.
__attribute__((cold)) void access_unusual(Task *task, uintptr_t counter, uintptr_t address, uint32_t bytes_and_flags,
                                          unsigned size_log) {
    task = access_task(task, bytes_and_flags & CELL_READ);
    if (!task) return;
    history_access(task, counter, address, size_log, bytes_and_flags >> 30);
    check(task, counter, address, bytes_and_flags, (size_t)1 << size_log);
}

void access_slowly(Task *task, uintptr_t counter, uintptr_t address, uint32_t bytes_and_flags, unsigned size_log) {
    access_checked(task, counter, address, bytes_and_flags, size_log);
}

void access_races(Task *task, uintptr_t counter, uintptr_t address, uint32_t bytes_and_flags, unsigned size_log) {
    check(task, counter, address, bytes_and_flags, (size_t)1 << size_log);
}

static uint32_t bytes_from(unsigned first, unsigned count) {
    return ((1u << count) - 1) << first;
}

void access_any(Task *task, uintptr_t counter, uintptr_t address, size_t size, unsigned flags) {
    task = access_task(task, flags & ACCESS_READ);
    if (!task || !size) return;
    history_far_access(task, counter, address, size, flags);
    uintptr_t end = address + size;
    while (address < end) {
        unsigned first = address & 7;
        unsigned count = end - address < 8 - first ? (unsigned)(end - address) : 8 - first;
        uint32_t bytes_and_flags = bytes_from(first, count) | flags << 30;
        if (!cell_is_repeated(shadow_of(address), task->cell, bytes_and_flags))
            check(task, counter, address, bytes_and_flags, count);
        address += count;
    }
}

Task *access_begin(void) {
    runtime_initialize();
    return task_thread.thread ? task_find_current() : NULL;
}

static bool is_instrumented(uintptr_t counter) {
    const AbiRoom *room = runtime.abi;
    uint32_t count = atomic_load_explicit(&room->instrumented_count, memory_order_acquire);
    for (uint32_t i = 0; i < count; i++)
        if (counter - room->instrumented[i].low < room->instrumented[i].high - room->instrumented[i].low) return true;
    return count && !runtime.options.ignore_noninstrumented_modules;
}

void access_range(uintptr_t address, size_t size, bool is_write, uintptr_t counter) {
    if (!task_thread.thread || !size || task_thread.in_runtime) return;
    Task *task = task_current();
    if (task->depth || !runtime.abi || !is_instrumented(counter)) return;
    access_any(task, counter, address, size, is_write ? 0 : ACCESS_READ);
}

// A program as it is: what orders its tasks is not seen (atomics), so its accesses say nothing.
static bool has_instrumented(void) {
    return runtime.abi && atomic_load_explicit(&runtime.abi->instrumented_count, memory_order_acquire);
}

enum { FREED_CHECKED = 1024 }; // only the start of a block is looked at and marked

void access_freed(Task *task, uintptr_t address, size_t size, uintptr_t counter) {
    if (!has_instrumented()) return;
    access_any(task, counter, address, size < FREED_CHECKED ? size : FREED_CHECKED, 0);
}

void access_lock(uintptr_t address, uintptr_t counter) {
    if (task_thread.thread && !task_thread.in_runtime && has_instrumented())
        access_one(counter, address, 0, CELL_READ | CELL_ATOMIC);
}
