// SPDX-License-Identifier: MIT
// Acquire and release. An object that carries exactly what one task knew at one time remembers that task's slot and
// epoch: who knows that epoch already knows everything else the object carries, so acquiring it again costs a
// comparison (the transitivity argument of FastTrack's epochs, for whole clocks).
#include "clock/clock.h"
#include "sync/room.h"
#include "task/slot.h"

static bool carries_something(SyncObject *object, const Task *task) {
    return object->clock && object->generation == task->generation;
}

void sync_object_acquire(Task *task, SyncObject *object) {
    if (!carries_something(object, task)) return;
    if (object->last_slot != SLOT_NONE && clock_knows(&task->clock, object->last_slot, object->last_epoch)) return;
    clock_join(&task->clock, object->clock);
}

void sync_object_release_store(Task *task, SyncObject *object) {
    if (!object->clock) object->clock = sync_clock_take();
    clock_copy(object->clock, &task->clock);
    object->generation = task->generation;
    object->last_slot = task->slot;
    object->last_epoch = task->epoch;
}

void sync_object_release(Task *task, SyncObject *object) {
    bool knows_all = object->last_slot != SLOT_NONE && carries_something(object, task) &&
                     clock_knows(&task->clock, object->last_slot, object->last_epoch);
    if (knows_all || !carries_something(object, task)) {
        sync_object_release_store(task, object);
        return;
    }
    clock_join(object->clock, &task->clock);
    object->last_slot = SLOT_NONE;
}

void sync_object_release_reader(Task *task, SyncObject *object) {
    bool is_first = !object->readers || object->readers_generation != task->generation;
    if (!object->readers) object->readers = sync_clock_take();
    if (is_first)
        clock_copy(object->readers, &task->clock);
    else
        clock_join(object->readers, &task->clock);
    object->readers_generation = task->generation;
}

void sync_object_acquire_readers(Task *task, SyncObject *object) {
    if (object->readers && object->readers_generation == task->generation) clock_join(&task->clock, object->readers);
    object->readers_generation = 0; // from here on the writer's own clock says it
}

static SyncObject *begin(Task *task, uintptr_t address) {
    SyncObject *object = sync_get(task, address, OBJECT_NONE, 0);
    task_lock_clock(task);
    quick_lock_take(&object->lock);
    return object;
}

static void end(Task *task, SyncObject *object, bool was_release) {
    quick_lock_release(&object->lock);
    if (was_release) task_next_epoch(task);
    task_unlock_clock(task);
}

void sync_acquire(Task *task, uintptr_t address) {
    if (task->ignore_sync || !sync_find(address)) return;
    SyncObject *object = begin(task, address);
    sync_object_acquire(task, object);
    end(task, object, false);
}

// The releaser's own relaxed stores at the address, which programs make after an annotation, take nothing away.
void sync_release(Task *task, uintptr_t address) {
    if (task->ignore_sync) return;
    SyncObject *object = begin(task, address);
    sync_object_release(task, object);
    object->releaser = task->number + 1;
    end(task, object, true);
}

void sync_release_store(Task *task, uintptr_t address) {
    if (task->ignore_sync) return;
    SyncObject *object = begin(task, address);
    sync_object_release_store(task, object);
    object->releaser = task->number + 1;
    end(task, object, true);
}

void sync_acquire_release(Task *task, uintptr_t address) {
    if (task->ignore_sync) return;
    SyncObject *object = begin(task, address);
    sync_object_acquire(task, object);
    sync_object_release(task, object);
    end(task, object, true);
}
