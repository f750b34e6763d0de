// SPDX-License-Identifier: MIT
#include "sync/atomic.h"

#include "sync/room.h"
#include "task/slot.h"

enum { ORDER_RELAXED, ORDER_CONSUME, ORDER_ACQUIRE, ORDER_RELEASE, ORDER_BOTH, ORDER_SEQUENTIAL };

static bool acquires(int order) {
    return order != ORDER_RELAXED && order != ORDER_RELEASE;
}

static bool releases(int order) {
    return order >= ORDER_RELEASE;
}

static bool has_fence(const Task *task) {
    return task->release_fence && task->fence_generation == task->generation;
}

// Whether the object, when there is none yet, must be made: something is to be released through it.
static bool makes_object(const Task *task, AtomicKind kind, int order) {
    return kind != ATOMIC_LOAD && (releases(order) || task->release_fence);
}

static bool knows(const Clock *clock, const SyncObject *object) {
    return clock && clock_knows(clock, object->last_slot, object->last_epoch);
}

// What the value that was just read carries is known already. Values change under the lock, and the clock before it is
// released: with the lock free, the value read is not newer than what is looked at here.
static bool has_nothing_new(const Task *task, const SyncObject *object, int order) {
    if (atomic_load_explicit(&object->lock.state, memory_order_acquire)) return false;
    if (!object->clock || object->generation != task->generation) return true;
    if (object->last_slot == SLOT_NONE) return false;
    bool is_collected = task->acquire_generation == task->generation && knows(task->acquire_fence, object);
    return knows(&task->clock, object) || (!acquires(order) && is_collected);
}

// Relaxed reads are collected for an acquire fence that may follow.
static bool is_idle(const Task *task, const SyncObject *object, AtomicKind kind, int order) {
    if (kind == ATOMIC_LOAD) return has_nothing_new(task, object, order);
    return order == ORDER_RELAXED && !task->release_fence && !object->clock;
}

Atomic sync_atomic_begin(Task *task, uintptr_t address, AtomicKind kind, int order) {
    Atomic atomic = {.kind = kind};
    if (task->ignore_sync) return atomic;
    SyncObject *object = makes_object(task, kind, order) ? sync_get(task, address, OBJECT_NONE, 0) : sync_find(address);
    if (!object || is_idle(task, object, kind, order)) return atomic;
    atomic.task = task;
    atomic.object = object;
    task_lock_clock(task);
    quick_lock_take(&object->lock);
    return atomic;
}

static void collect(Task *task, const Clock *clock) {
    if (!task->acquire_fence) task->acquire_fence = sync_clock_take();
    if (task->acquire_generation != task->generation) clock_clear(task->acquire_fence);
    task->acquire_generation = task->generation;
    clock_join(task->acquire_fence, clock);
}

void sync_atomic_acquire(Atomic *atomic, int order) {
    Task *task = atomic->task;
    SyncObject *object = atomic->object;
    if (!task || atomic->kind == ATOMIC_STORE) return;
    if (acquires(order))
        sync_object_acquire(task, object);
    else if (object->clock && object->generation == task->generation)
        collect(task, object->clock);
}

static void store_clock(Task *task, SyncObject *object, const Clock *clock) {
    if (!object->clock) object->clock = sync_clock_take();
    clock_copy(object->clock, clock);
    object->generation = task->generation;
    object->last_slot = SLOT_NONE;
}

static void release_fence(Task *task, SyncObject *object, AtomicKind kind) {
    bool continues = object->clock && object->generation == task->generation &&
                     (kind == ATOMIC_UPDATE || object->releaser == task->number + 1);
    if (continues) {
        clock_join(object->clock, task->release_fence);
        object->last_slot = SLOT_NONE;
    } else {
        store_clock(task, object, task->release_fence);
    }
    if (kind == ATOMIC_STORE) object->releaser = task->number + 1;
}

void sync_atomic_end(Atomic *atomic, int order) {
    Task *task = atomic->task;
    SyncObject *object = atomic->object;
    if (!task) return;
    bool is_release = atomic->kind != ATOMIC_LOAD && releases(order);
    if (is_release && atomic->kind == ATOMIC_STORE) {
        sync_object_release_store(task, object);
        object->releaser = task->number + 1;
    } else if (is_release) {
        sync_object_release(task, object);
        object->releaser = 0; // several heads now: only updates continue all of them
    } else if (atomic->kind != ATOMIC_LOAD && has_fence(task)) {
        release_fence(task, object, atomic->kind);
    } else if (atomic->kind == ATOMIC_STORE && object->releaser != task->number + 1) {
        object->generation = 0; // ends the release sequence: carries nothing
    }
    quick_lock_release(&object->lock);
    if (is_release) task_next_epoch(task);
    task_unlock_clock(task);
}

void sync_fence(Task *task, int order) {
    if (task->ignore_sync) return;
    task_lock_clock(task);
    if (acquires(order) && task->acquire_fence && task->acquire_generation == task->generation)
        clock_join(&task->clock, task->acquire_fence);
    if (releases(order)) {
        if (!task->release_fence) task->release_fence = sync_clock_take();
        clock_copy(task->release_fence, &task->clock);
        task->fence_generation = task->generation;
        task_next_epoch(task);
    }
    task_unlock_clock(task);
}
