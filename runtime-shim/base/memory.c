// SPDX-License-Identifier: MIT
#include "base/memory.h"

#include "base/runtime.h"

#include <string.h>

enum { CHUNK_SIZE = 1 << 20, FAILURE_STATUS = 71 };

void runtime_fail(const char *reason) {
    const char start[] = "qtrace: ";
    raw_write(2, start, sizeof start - 1);
    raw_write(2, reason, strlen(reason));
    raw_write(2, "\n", 1);
    raw_exit(FAILURE_STATUS);
}

static void *map_or_fail(size_t size) {
    void *memory = raw_map(NULL, size);
    if (!memory) runtime_fail("out of memory");
    return memory;
}

void *memory_allocate(size_t size) {
    size_t rounded = (size + 15) & ~(size_t)15;
    if (rounded >= CHUNK_SIZE / 4) return map_or_fail(rounded);
    lock_take(&runtime.memory.lock);
    size_t start = runtime.memory.used;
    if (rounded >= 64) start = (start + 63) & ~(size_t)63;
    if (!runtime.memory.chunk || start + rounded > CHUNK_SIZE) {
        runtime.memory.chunk = map_or_fail(CHUNK_SIZE);
        start = 0;
    }
    runtime.memory.used = start + rounded;
    void *memory = runtime.memory.chunk + start;
    lock_release(&runtime.memory.lock);
    return memory;
}

void pool_create(Pool *pool, uint32_t item_size, uint32_t limit) {
    pool->item_size = item_size;
    pool->limit = limit;
    pool->next = 1;
    pool->items = map_or_fail(((size_t)limit + 1) * item_size);
}

uint32_t pool_take(Pool *pool) {
    lock_take(&pool->lock);
    uint32_t index = pool->first_free;
    if (index) {
        memcpy(&pool->first_free, pool_item(pool, index), sizeof index);
        memset(pool_item(pool, index), 0, pool->item_size);
    } else if (pool->next <= pool->limit) {
        index = pool->next++;
    }
    if (index) pool->in_use++;
    lock_release(&pool->lock);
    return index;
}

void pool_give(Pool *pool, uint32_t index) {
    lock_take(&pool->lock);
    memcpy(pool_item(pool, index), &pool->first_free, sizeof index);
    pool->first_free = index;
    pool->in_use--;
    lock_release(&pool->lock);
}
