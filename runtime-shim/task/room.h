// SPDX-License-Identifier: MIT
// What the room keeps for the process. Only files of this folder include it.
#pragma once
#include "base/memory.h"
#include "task/slot.h"

enum {
    REGION_LIMIT = 1 << 18,
    JUMP_LIMIT = 1 << 16,
    CALL_STACK_BYTES = HISTORY_SHADOW_STACK * 8,
    GONE_KEPT = 512,
    SPENT_MOST = 192,
    SCRATCH_WORDS = 8
};

typedef struct StackStore {
    Lock lock;
    uint64_t *words; // rows: count and next row in the bucket, then frames
    StackId *buckets;
    uint32_t used;
} StackStore;

typedef struct Region {
    uintptr_t low, high;
    Task *task;
} Region;

typedef struct SlotOwner {
    uint32_t number; // of the task
    Epoch since;
} SlotOwner;

typedef struct Slot {
    Task *task;  // NULL: free, or all its epochs are used up
    Epoch epoch; // last one that was given out
    uint32_t owner_count;
    SlotOwner owners[SLOT_OWNERS]; // ring, latest at owner_count - 1
} Slot;

typedef struct JumpBlock JumpBlock;

typedef struct TaskRoom {
    Pool records;
    Pool jumps; // jump.c
    Lock lock;  // registry: everything up to `regions`
    uint32_t next_number, gone_count;
    Task *first_gone, *last_gone;
    uint32_t region_count;
    Region *regions;                 // by low address
    Task dead;                       // stands for a thread that has ended while its last code runs
    uint64_t scratch[SCRATCH_WORDS]; // its history

    Lock calls_lock;
    char *calls; // call stacks, CALL_STACK_BYTES each and aligned to it
    uint32_t calls_used, calls_free;

    StackStore stacks;

    Lock history_lock;
    uint64_t segment_count;
    HistorySegment *first_full, *last_full;

    Lock slot_lock;
    Slot slots[SLOT_FREED];
    uint8_t free_slots[SLOT_COUNT]; // ring
    uint8_t first_free_slot;
    uint32_t free_slot_count, next_victim;
    uint32_t spent_slots; // all their epochs are used up
    uint32_t generation;
    void (*clear_shadow)(void);
    void (*run_signal)(const TaskSignal *signal);
} TaskRoom;

void stack_store_initialize(void);
void region_set(Task *task, uintptr_t low, size_t size); // registry locked
void region_remove(const Task *task);
Task *region_find(uintptr_t address);
uintptr_t *call_stack_take(void);
void call_stack_give(uintptr_t *calls);
uint32_t jump_block_size(void);
void history_close(Task *task); // at its end: its last segment may be taken over
