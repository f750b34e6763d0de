// SPDX-License-Identifier: MIT
// Objects hang on the shadow's `meta` entries. A chain is changed under one of a few locks chosen by its address and
// read without: an object that leaves its chain is not given out again for something else while a reader can be there,
// because its number goes to the end of a queue (the program itself must not use an object while it frees it).
#include "sync/sync.h"

#include "base/memory.h"
#include "shadow/shadow.h"
#include "sync/channel.h"
#include "sync/lock_graph.h"
#include "sync/room.h"
#include "task/slot.h"
#include "trace/trace.h"

static SyncRoom *room(void) {
    return runtime.sync;
}

static SyncObject *object_at(uint32_t index) {
    return pool_item(&room()->objects, index);
}

static Lock *chain_lock(uintptr_t address) {
    return &room()->chains[(address >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 58].lock;
}

void sync_initialize(void) {
    runtime.sync = memory_allocate(sizeof(SyncRoom));
    lock_graph_initialize();
    pool_create(&room()->objects, (sizeof(SyncObject) + 7) & ~7u, SYNC_LIMIT);
}

static SyncObject *find_in(uint32_t index, uintptr_t address) {
    for (; index; index = object_at(index)->next)
        if (object_at(index)->address == address) return object_at(index);
    return NULL;
}

void sync_forget_traced(void) {
    for (uint32_t i = 1; i < room()->objects.next; i++) {
        SyncObject *object = pool_item(&room()->objects, i);
        object->traced = 0;
    }
}

SyncObject *sync_find(uintptr_t address) {
    return find_in(__atomic_load_n(&meta_of(address)->sync, __ATOMIC_ACQUIRE), address);
}

static SyncObject *object_make(Task *task, uintptr_t address, ObjectKind kind, uintptr_t counter, Meta *meta) {
    uint32_t index = pool_take(&room()->objects);
    if (!index) runtime_fail("too many locks and atomics");
    SyncObject *object = object_at(index);
    object->address = address;
    object->number = atomic_fetch_add(&room()->next_number, 1);
    object->kind = (uint8_t)kind;
    object->last_slot = SLOT_NONE;
    if (kind != OBJECT_NONE) object->creation_stack = task_keep_stack(task, counter);
    object->next = meta->sync;
    *sync_page_of(address) = 1;
    __atomic_store_n(&meta->sync, index, __ATOMIC_RELEASE);
    return object;
}

SyncObject *sync_get(Task *task, uintptr_t address, ObjectKind kind, uintptr_t counter) {
    SyncObject *object = sync_find(address);
    if (!object) {
        lock_take(chain_lock(address));
        Meta *meta = meta_of(address);
        object = find_in(meta->sync, address);
        if (!object) object = object_make(task, address, kind, counter, meta);
        lock_release(chain_lock(address));
    }
    if (unlikely(object->kind == OBJECT_NONE && kind != OBJECT_NONE)) {
        object->kind = (uint8_t)kind;
        object->creation_stack = task_keep_stack(task, counter);
    }
    return object;
}

static void forget_entry(Meta *meta, uintptr_t low, uintptr_t high) {
    uint32_t *link = &meta->sync;
    while (*link) {
        uint32_t index = *link;
        SyncObject *object = object_at(index);
        if (object->address < low || object->address >= high) {
            link = &object->next;
            continue;
        }
        *link = object->next;
        if (trace_is_on()) trace_object_end(object->address);
        if (object->channel) channel_discard(object->channel);
        if (object->clock) sync_clock_give(object->clock);
        if (object->readers) sync_clock_give(object->readers);
        pool_give(&room()->objects, index);
    }
}

void sync_forget(uintptr_t low, size_t size) {
    uintptr_t high = low + size;
    for (uintptr_t page = low & ~(uintptr_t)0xffff; page < high; page += 0x10000) {
        if (likely(!*sync_page_of(page))) continue;
        uintptr_t first = page < low ? low & ~(uintptr_t)15 : page;
        uintptr_t last = page + 0x10000 < high ? page + 0x10000 : high;
        for (uintptr_t at = first; at < last; at += 16) {
            if (!meta_of(at)->sync) continue;
            lock_take(chain_lock(at));
            forget_entry(meta_of(at), low, high);
            lock_release(chain_lock(at));
        }
    }
}

// Takes one object of the range out of its chain; NULL when there is none left at this entry.
static SyncObject *take_out(Meta *meta, uintptr_t low, uintptr_t high, uint32_t *index) {
    for (uint32_t *link = &meta->sync; *link; link = &object_at(*link)->next) {
        SyncObject *object = object_at(*link);
        if (object->address < low || object->address >= high) continue;
        *index = *link;
        *link = object->next;
        return object;
    }
    return NULL;
}

static void put_in(SyncObject *object, uint32_t index) {
    Lock *lock = chain_lock(object->address);
    lock_take(lock);
    Meta *meta = meta_of(object->address);
    object->next = meta->sync;
    *sync_page_of(object->address) = 1;
    __atomic_store_n(&meta->sync, index, __ATOMIC_RELEASE);
    lock_release(lock);
}

void sync_move(uintptr_t from, uintptr_t to, size_t size) {
    uint32_t moved = 0, index = 0; // a chain of what was taken out
    for (uintptr_t at = from & ~(uintptr_t)15; at < from + size; at += 16) {
        SyncObject *object;
        lock_take(chain_lock(at));
        while ((object = take_out(meta_of(at), from, from + size, &index))) {
            object->next = moved;
            moved = index;
        }
        lock_release(chain_lock(at));
    }
    sync_forget(to, size);
    for (uint32_t next; moved; moved = next) {
        SyncObject *object = object_at(moved);
        next = object->next;
        if (trace_is_on()) trace_object_end(object->address); // its id goes with it
        object->address = object->address - from + to;
        put_in(object, moved);
    }
}

void sync_destroy(Task *task, uintptr_t address) {
    (void)task;
    sync_forget(address, 1);
}

Clock *sync_clock_take(void) {
    SyncRoom *all = room();
    lock_take(&all->clock_lock);
    ClockBlock *block = all->free_clocks;
    if (block) all->free_clocks = block->next;
    lock_release(&all->clock_lock);
    return block ? &block->clock : memory_allocate(sizeof(ClockBlock));
}

void sync_clock_give(Clock *clock) {
    SyncRoom *all = room();
    ClockBlock *block = (ClockBlock *)clock;
    lock_take(&all->clock_lock);
    block->next = all->free_clocks;
    all->free_clocks = block;
    lock_release(&all->clock_lock);
}
