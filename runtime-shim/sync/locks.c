// SPDX-License-Identifier: MIT
#include "sync/locks.h"

#include "report/report.h"
#include "sync/room.h"

static void misuse(Task *task, const char *title, const SyncObject *object, uintptr_t counter) {
    if (!runtime.options.report_mutex_bugs) return;
    Report *report = report_borrow();
    report_start(report, REPORT_LOCK_MISUSE, title, object->address);
    char holder[64];
    report_add(report, task_keep_stack(task, counter), "  In %s:", report_name_holder(task->number, holder));
    report_add(report, object->creation_stack, "  Mutex M%u (%p) created at:", object->number, (void *)object->address);
    if (object->last_lock_stack && object->owner) report_add(report, object->last_lock_stack, "  and locked at:");
    report_add_task(report, task);
    report_finish(report);
    report_give_back();
}

void lock_create(Task *task, uintptr_t address, LockKind kind, uintptr_t counter) {
    sync_forget(address, 1);
    SyncObject *object = sync_get(task, address, kind.kind, counter);
    object->is_created = true;
    object->recursion = kind.is_recursive ? RECURSION_COUNTS : RECURSION_BLOCKS;
    object->is_static = kind.is_static;
    object->is_shared_with_processes = kind.is_shared_with_processes;
}

void lock_destroy(Task *task, uintptr_t address, uintptr_t counter) {
    SyncObject *object = sync_find(address);
    if (!object) return;
    if (runtime.options.report_destroy_locked && (object->owner || object->count) && !object->is_static)
        misuse(task, "destroy of a locked mutex", object, counter);
    task_unhold(task, address);
    sync_destroy(task, address);
}

void lock_before(Task *task, uintptr_t address, ObjectKind kind, bool is_shared, uintptr_t counter) {
    SyncObject *object = sync_get(task, address, kind, counter);
    if (!is_shared && object->owner == task->number + 1 && object->recursion != RECURSION_COUNTS &&
        !object->is_broken) {
        object->is_broken = true;
        misuse(task, "double lock of a mutex", object, counter);
    }
}

void lock_after(Task *task, uintptr_t address, ObjectKind kind, bool is_shared, bool is_try, uintptr_t counter) {
    (void)is_try;
    SyncObject *object = sync_get(task, address, kind, counter);
    StackId stack = task_keep_stack(task, counter);
    if (!task->ignore_sync) {
        task_lock_clock(task);
        lock_take(&object->lock);
        sync_object_acquire(task, object);
        if (!is_shared && object->readers) sync_object_acquire_readers(task, object);
        lock_release(&object->lock);
        task_unlock_clock(task);
    }
    if (!is_shared) object->owner = task->number + 1;
    object->last_lock_stack = stack;
    __atomic_fetch_add(&object->count, 1, __ATOMIC_RELAXED);
    task_hold(task, address, object->number, is_shared, stack);
}

void lock_release_before(Task *task, uintptr_t address, ObjectKind kind, uintptr_t counter) {
    SyncObject *object = sync_get(task, address, kind, counter);
    HeldLock *held = task_held(task, address);
    bool is_shared = held ? held->is_shared : !object->owner && object->count;
    if (!is_shared && object->owner != task->number + 1 && !object->is_broken) {
        object->is_broken = true;
        misuse(task, "unlock of an unlocked mutex (or by a wrong thread)", object, counter);
    }
    bool is_last = is_shared || object->count <= 1;
    if (is_last && !is_shared) object->owner = 0;
    if (object->count) __atomic_fetch_sub(&object->count, 1, __ATOMIC_RELAXED);
    if (is_last && !task->ignore_sync) {
        task_lock_clock(task);
        lock_take(&object->lock);
        if (is_shared)
            sync_object_release_reader(task, object);
        else
            sync_object_release_store(task, object);
        lock_release(&object->lock);
        task_next_epoch(task);
        task_unlock_clock(task);
    }
    task_unhold(task, address);
}

uint32_t lock_release_all(Task *task, uintptr_t address, uintptr_t counter) {
    HeldLock *held = task_held(task, address);
    uint32_t count = held ? held->count : 1;
    for (uint32_t i = 0; i < count; i++) lock_release_before(task, address, OBJECT_MUTEX, counter);
    return count;
}

void lock_restore(Task *task, uintptr_t address, uint32_t count, uintptr_t counter) {
    for (uint32_t i = 0; i < count; i++) lock_after(task, address, OBJECT_MUTEX, false, true, counter);
}
