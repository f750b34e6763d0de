// SPDX-License-Identifier: MIT
// One access of the program, from an entry point or a wrapper to shadow memory.
#pragma once
#include "shadow/shadow.h"
#include "task/calls.h"

// How it accesses: 0 is a plain write.
enum { ACCESS_READ = 1, ACCESS_ATOMIC = 2 };

// Near enough to tell which stack this is, without a frame of one's own.
static inline __attribute__((always_inline)) uintptr_t stack_pointer(void) {
#if defined(__x86_64__)
    uintptr_t pointer;
    __asm__("mov %%rsp, %0" : "=r"(pointer));
    return pointer;
#else
    return (uintptr_t)__builtin_frame_address(0);
#endif
}

void runtime_initialize(void); // once; from the first entry point that is called

Task *access_begin(void); // nobody is current: who runs here; NULL: the runtime came up just now

// The bytes address .. address + size lie in one granule. Each does the rest of what the one before it found unusual.
void access_slowly(Task *task, uintptr_t counter, uintptr_t address, uint32_t bytes_and_flags, unsigned size_log);
void access_unusual(Task *task, uintptr_t counter, uintptr_t address, uint32_t bytes_and_flags, unsigned size_log);
void access_races(Task *task, uintptr_t counter, uintptr_t address, uint32_t bytes_and_flags, unsigned size_log);
void access_any(Task *task, uintptr_t counter, uintptr_t address, size_t size, unsigned flags); // any size and offset

// Memory that a library call reads or writes for the program: `counter` is the wrapper's return address. Nothing is
// done inside nested calls, nor for calls from modules without instrumentation, whose own orders cannot be seen (option
// ignore_noninstrumented_modules).
void access_range(uintptr_t address, size_t size, bool is_write, uintptr_t counter);

// Everything rare is called at the end of a branch, so that no register has to be saved on the frequent path.
static inline __attribute__((always_inline)) void access_checked(Task *task, uintptr_t counter, uintptr_t address,
                                                                 uint32_t bytes_and_flags, unsigned size_log) {
    bool is_here = stack_pointer() - task->stack_low < task->stack_size;
    bool is_near = counter - task->history.counter + (1 << 14) < 1 << 15;
    if (unlikely(!is_here || task->ignore_state || !is_near || task->history.next == task->history.limit)) {
        access_unusual(task, counter, address, bytes_and_flags, size_log);
        return;
    }
    history_near_access(task, counter, address, size_log, bytes_and_flags >> 30);
    if (unlikely(!cell_try(shadow_of(address), task->cell | bytes_and_flags, &task->clock)))
        access_races(task, counter, address, bytes_and_flags, size_log);
}

// 1 << size_log bytes. Casts make compilers say "aligned" of what is not: that may lie in two granules. What is
// `frequent` is put in place.
static inline __attribute__((always_inline)) void access_sized(uintptr_t counter, uintptr_t address, unsigned size_log,
                                                               uint32_t flags, bool is_frequent) {
    Task *task = task_thread.current;
    if (unlikely(!task)) {
        task = access_begin();
        if (!task) return;
    }
    if (unlikely(address & ((1u << size_log) - 1))) {
        access_any(task, counter, address, (size_t)1 << size_log, flags >> 30);
        return;
    }
    uint32_t bytes = (uint32_t)(((UINT64_C(1) << (1u << size_log)) - 1) << (size_log < 3 ? address & 7 : 0));
    if (likely(cell_is_repeated(shadow_of(address), __atomic_load_n(&task->cell, __ATOMIC_RELAXED), bytes | flags)))
        return;
    if (is_frequent)
        access_checked(task, counter, address, bytes | flags, size_log);
    else
        access_slowly(task, counter, address, bytes | flags, size_log);
}

static inline __attribute__((always_inline)) void access_one(uintptr_t counter, uintptr_t address, unsigned size_log,
                                                             uint32_t flags) {
    access_sized(counter, address, size_log, flags, false);
}

static inline __attribute__((always_inline)) void access_frequent(uintptr_t counter, uintptr_t address,
                                                                  unsigned size_log, uint32_t flags) {
    access_sized(counter, address, size_log, flags, true);
}

// All bytes are given back to the allocator: a write of all that others may have touched.
void access_freed(Task *task, uintptr_t address, size_t size, uintptr_t counter);
// A lock is used: its memory must not be freed or initialised by others meanwhile.
void access_lock(uintptr_t address, uintptr_t counter);
