// SPDX-License-Identifier: MIT
#include "task/jump.h"

#include "task/calls.h"
#include "task/room.h"

enum { BLOCK_PLACES = 24 };

typedef struct JumpPlace {
    uintptr_t stack;
    uintptr_t *call_top;
    uint32_t calls_beyond, depth, in_signal;
    uint32_t ignore_reads, ignore_writes, ignore_sync;
    bool was_waiting;
} JumpPlace;

// The places of a task, ordered by stack pointer: the last one is that of the innermost function.
struct JumpBlock {
    uint64_t index; // its own, in the pool
    uint32_t before;
    uint32_t count;
    JumpPlace places[BLOCK_PLACES];
};

uint32_t jump_block_size(void) {
    return (sizeof(JumpBlock) + 63) & ~(uint32_t)63;
}

static Pool *blocks(void) {
    TaskRoom *room = runtime.task;
    return &room->jumps;
}

static JumpBlock *block_at(uint32_t index) {
    return index ? pool_item(blocks(), index) : NULL;
}

static void drop_last(Task *task) {
    JumpBlock *block = task->jumps;
    if (--block->count) return;
    task->jumps = block_at(block->before);
    pool_give(blocks(), (uint32_t)block->index);
}

static JumpPlace *add_last(Task *task) {
    JumpBlock *block = task->jumps;
    if (!block || block->count == BLOCK_PLACES) {
        uint32_t index = pool_take(blocks());
        if (!index) return NULL;
        block = block_at(index);
        block->index = index;
        block->before = task->jumps ? (uint32_t)task->jumps->index : 0;
        block->count = 0;
        task->jumps = block;
    }
    return &block->places[block->count++];
}

void jump_note(Task *task, uintptr_t stack) {
    if (!task->calls) return;
    while (task->jumps && task->jumps->places[task->jumps->count - 1].stack <= stack) drop_last(task);
    JumpPlace *place = add_last(task);
    if (!place) {
        runtime_count(&runtime.counters.dropped);
        return;
    }
    *place = (JumpPlace){.stack = stack,
                         .call_top = task->call_top,
                         .calls_beyond = task->calls_beyond,
                         .depth = task->depth,
                         .in_signal = task_thread.in_signal,
                         .ignore_reads = task->ignore_reads,
                         .ignore_writes = task->ignore_writes,
                         .ignore_sync = task->ignore_sync,
                         .was_waiting = task->wait != NULL};
}

static const JumpPlace *find_place(const Task *task, uintptr_t stack) {
    for (const JumpBlock *block = task->jumps; block; block = block_at(block->before))
        for (uint32_t i = block->count; i-- > 0;)
            if (block->places[i].stack == stack) return &block->places[i];
    return NULL;
}

static uint32_t ignored(const Task *task) {
    return task->depth + task->ignore_reads + task->ignore_writes;
}

bool jump_back(Task *task, uintptr_t stack, bool *was_waiting) {
    const JumpPlace *place = find_place(task, stack);
    if (!place) return false;
    while (task->call_top > place->call_top || task->calls_beyond > place->calls_beyond) call_leave(task);
    task->ignore_state -= ignored(task);
    task->depth = place->depth;
    task->ignore_reads = place->ignore_reads;
    task->ignore_writes = place->ignore_writes;
    task->ignore_sync = place->ignore_sync;
    task->ignore_state += ignored(task);
    task_thread.in_signal = place->in_signal;
    *was_waiting = place->was_waiting;
    return true;
}

void jump_forget_all(Task *task) {
    while (task->jumps) drop_last(task);
}
