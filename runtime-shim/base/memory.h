// SPDX-License-Identifier: MIT
// The runtime's own memory, taken from the kernel only: the program's malloc is never called. Running out ends the
// process with a message. All functions may be called from any thread; none from a fast path.
#pragma once
#include "base/lock.h"

// Zeroed memory that is kept for the life of the process; aligned to 16 bytes (64 from 64 bytes on).
void *memory_allocate(size_t size);

// Items of one size, known by an index that starts at 1; 0 is "none". Items never move. A given-back item is zeroed
// when it is handed out again, except its first 8 bytes until then, which chain the free ones.
typedef struct Pool {
    Lock lock;
    uint32_t item_size;  // at least 8, a multiple of 8
    uint32_t limit;      // most items; pool_take returns 0 when all are out
    uint32_t next;       // first index that was never handed out
    uint32_t first_free; // chain of given-back items
    uint32_t in_use;
    char *items; // reserved as a whole, committed as it is touched
} Pool;

void pool_create(Pool *pool, uint32_t item_size, uint32_t limit);
uint32_t pool_take(Pool *pool);
void pool_give(Pool *pool, uint32_t index);

static inline void *pool_item(const Pool *pool, uint32_t index) {
    return pool->items + (size_t)index * pool->item_size;
}

// Ends the process (exit status 71) after printing "qtrace: " and the reason.
_Noreturn void runtime_fail(const char *reason);
