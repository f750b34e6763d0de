// SPDX-License-Identifier: MIT
// The fast halves of function entry and exit and of writing history: what instrumented code calls most.
#pragma once
#include "task/task.h"

enum { CALL_STACK_MASK = HISTORY_SHADOW_STACK * 8 - 1 };

void call_push_at_edge(Task *task, uintptr_t return_address);
void call_pop_at_edge(Task *task);
void history_far_access(Task *task, uintptr_t counter, uintptr_t address, size_t size, unsigned flags); // any size
uint64_t *history_extend(Task *task); // a new segment; returns where its first word goes

static inline void history_write(Task *task, uint64_t word) {
    uint64_t *next = task->history.next;
    if (unlikely(next == task->history.limit)) next = history_extend(task);
    *(volatile uint64_t *)next = word;
    __atomic_store_n(&task->history.next, next + 1, __ATOMIC_RELEASE);
}

// What a shadow cell says of its owner (shadow/cell.h).
static inline uint32_t task_cell(unsigned slot, Epoch epoch) {
    return (uint32_t)slot << 8 | (uint32_t)epoch << 16;
}

// The word's value is the cell: slot in bits 12-19, epoch in bits 20-33.
static inline void history_write_epoch(Task *task) {
    history_write(task, (uint64_t)task_cell(task->slot, task->epoch) << 4 | HISTORY_EPOCH << 1);
}

static inline void call_enter(Task *task, uintptr_t return_address) {
    history_write(task, (uint64_t)return_address << 4 | HISTORY_CALL << 1);
    uintptr_t *top = task->call_top;
    if (unlikely(!((uintptr_t)top & CALL_STACK_MASK))) {
        call_push_at_edge(task, return_address);
        return;
    }
    *top = return_address;
    task->call_top = top + 1;
}

static inline void call_leave(Task *task) {
    history_write(task, HISTORY_CALL << 1);
    uintptr_t *top = task->call_top;
    if (unlikely(!((uintptr_t)top & CALL_STACK_MASK)))
        call_pop_at_edge(task);
    else
        task->call_top = top - 1;
}

// The word of an access that is at most 16 KB of code away from the one before it; there must be room for it.
static inline void history_near_access(Task *task, uintptr_t counter, uintptr_t address, unsigned size_log,
                                       unsigned flags) {
    uint64_t distance = counter - task->history.counter;
    uint64_t *next = task->history.next;
    *(volatile uint64_t *)next = 1 | flags << 1 | size_log << 3 | (distance & 0x7fff) << 5 | (uint64_t)address << 20;
    __atomic_store_n(&task->history.next, next + 1, __ATOMIC_RELEASE);
    task->history.counter = counter; // after the word: a segment begins with the one before
}

// An access of 1, 2, 4 or 8 bytes; flags: 1 read, 2 atomic.
static inline void history_access(Task *task, uintptr_t counter, uintptr_t address, unsigned size_log, unsigned flags) {
    uint64_t distance = counter - task->history.counter;
    if (distance + (1 << 14) >= 1 << 15) {
        history_far_access(task, counter, address, (size_t)1 << size_log, flags);
        return;
    }
    if (task->history.next == task->history.limit) history_extend(task);
    history_near_access(task, counter, address, size_log, flags);
}
