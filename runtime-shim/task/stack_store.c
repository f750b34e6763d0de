// SPDX-License-Identifier: MIT
// Open hashing over rows in one reserved area of words: count, next in the chain, frames.
#include "task/stack_store.h"

#include "base/memory.h"
#include "task/room.h"

enum { STORE_BUCKETS = 1 << 16, STORE_WORDS = 1 << 26 };

static StackStore *store(void) {
    return &runtime.task->stacks;
}

void stack_store_initialize(void) {
    store()->words = raw_map(NULL, (size_t)STORE_WORDS * sizeof(uint64_t));
    store()->buckets = raw_map(NULL, STORE_BUCKETS * sizeof(StackId));
    if (!store()->words || !store()->buckets) runtime_fail("out of memory");
    store()->used = 1; // number 0 is the empty stack
}

static uint64_t hash_frames(const uintptr_t *frames, uint32_t count) {
    uint64_t hash = count;
    for (uint32_t i = 0; i < count; i++) {
        hash = (hash ^ frames[i]) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    return hash;
}

static bool is_same(const uint64_t *row, const uintptr_t *frames, uint32_t count) {
    if ((uint32_t)row[0] != count) return false;
    for (uint32_t i = 0; i < count; i++)
        if (row[1 + i] != frames[i]) return false;
    return true;
}

static StackId find(StackId id, const uintptr_t *frames, uint32_t count) {
    while (id && !is_same(&store()->words[id], frames, count)) id = (StackId)(store()->words[id] >> 32);
    return id;
}

static StackId add(StackStore *kept, StackId *bucket, const uintptr_t *frames, uint32_t count) {
    if (kept->used + count + 1 >= STORE_WORDS) {
        runtime_count(&runtime.counters.dropped);
        return 0;
    }
    StackId id = kept->used;
    kept->used += count + 1;
    kept->words[id] = count | (uint64_t)*bucket << 32;
    for (uint32_t i = 0; i < count; i++) kept->words[id + 1 + i] = frames[i];
    __atomic_store_n(bucket, id, __ATOMIC_RELEASE);
    return id;
}

// Rows never change once they are in a chain, so looking needs no lock.
StackId stack_store_keep(const uintptr_t *frames, uint32_t count) {
    if (count > STACK_DEPTH) count = STACK_DEPTH;
    if (!count) return 0;
    StackStore *kept = store();
    StackId *bucket = &kept->buckets[hash_frames(frames, count) >> 32 & (STORE_BUCKETS - 1)];
    StackId id = find(__atomic_load_n(bucket, __ATOMIC_ACQUIRE), frames, count);
    if (id) return id;
    lock_take(&kept->lock);
    id = find(*bucket, frames, count);
    if (!id) id = add(kept, bucket, frames, count);
    lock_release(&kept->lock);
    return id;
}

void stack_store_get(StackId id, Stack *stack) {
    const uint64_t *row = &store()->words[id];
    stack->count = id ? (uint32_t)row[0] : 0;
    for (uint32_t i = 0; i < stack->count; i++) stack->frames[i] = row[1 + i];
}
