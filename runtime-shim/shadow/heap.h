// SPDX-License-Identifier: MIT
// Heap blocks of the program: who allocated them, where, how large. Kept in the shadow's `meta` entries of the block's
// first 32 bytes, which no other block has (malloc's blocks are at least that far apart).
#pragma once
#include "task/task.h"

typedef struct HeapBlock {
    uintptr_t start;
    size_t size;
    StackId stack;
    uint32_t task; // number
} HeapBlock;

// A new block: its bytes count as written by `task` now.
void heap_allocated(Task *task, uintptr_t start, size_t size, size_t usable, uintptr_t counter);
// Its bytes count as freed by `task` from now on; returns the block's size, 0 when it is unknown.
size_t heap_freed(Task *task, uintptr_t start, size_t usable);
// Allocated or freed by nobody that is followed: nothing is known of its bytes.
void heap_forget(uintptr_t start, size_t usable);
// The block that an address lies in, looked for downwards; `within`: no further than so many bytes.
bool heap_find(uintptr_t address, HeapBlock *block, size_t (*usable_size)(void *));
bool heap_find_within(uintptr_t address, size_t bytes, HeapBlock *block, size_t (*usable_size)(void *));
