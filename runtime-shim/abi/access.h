// SPDX-License-Identifier: MIT
// One access of the program, from an entry point or a wrapper to shadow memory.
#pragma once
#include "shadow/shadow.h"
#include "task/calls.h"

// How it accesses: 0 is a plain write.
enum { ACCESS_READ = 1, ACCESS_ATOMIC = 2 };

void runtime_initialize(void); // once; from the first entry point that is called

// The bytes address .. address + size lie in one granule.
void access_slowly(Task *task, uintptr_t counter, uintptr_t address, uint32_t bytes_and_flags, unsigned size_log);
void access_any(Task *task, uintptr_t counter, uintptr_t address, size_t size, unsigned flags); // any size and offset

// Memory that a library call reads or writes for the program: `counter` is the wrapper's return address. Nothing is
// done inside nested calls, nor for calls from modules without instrumentation, whose own orders cannot be seen (option
// ignore_noninstrumented_modules).
void access_range(uintptr_t address, size_t size, bool is_write, uintptr_t counter);

// 1 << size_log bytes. Casts make compilers say "aligned" of what is not: that may lie in two granules.
static inline __attribute__((always_inline)) void access_one(uintptr_t counter, uintptr_t address, unsigned size_log,
                                                             uint32_t flags) {
    Task *task = task_thread.current;
    if (unlikely(!task)) {
        runtime_initialize();
        return;
    }
    if (unlikely(address & ((1u << size_log) - 1))) {
        access_any(task, counter, address, (size_t)1 << size_log, flags >> 30);
        return;
    }
    uint32_t bytes = (uint32_t)(((UINT64_C(1) << (1u << size_log)) - 1) << (size_log < 3 ? address & 7 : 0));
    if (likely(cell_is_repeated(shadow_of(address), __atomic_load_n(&task->cell, __ATOMIC_RELAXED), bytes | flags)))
        return;
    access_slowly(task, counter, address, bytes | flags, size_log);
}

// All bytes are given back to the allocator: a write of all that others may have touched.
void access_freed(Task *task, uintptr_t address, size_t size, uintptr_t counter);
// A lock is used: its memory must not be freed or initialised by others meanwhile.
void access_lock(uintptr_t address, uintptr_t counter);
