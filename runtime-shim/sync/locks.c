// SPDX-License-Identifier: MIT
#include "sync/locks.h"

#include "report/report.h"
#include "sync/lock_graph.h"
#include "sync/room.h"
#include "trace/trace.h"

static void misuse(Task *task, const char *title, SyncObject *object, uintptr_t counter) {
    if (!runtime.options.report_mutex_bugs || object->is_broken) return;
    object->is_broken = true;
    Report *report = report_borrow();
    report_start(report, REPORT_LOCK_MISUSE, title, object->address);
    report_add_stack(report, task_keep_stack(task, counter));
    report_add(report, object->creation_stack, "  Mutex M%u (%p) created at:", object->number, (void *)object->address);
    report_finish(report);
    report_give_back();
}

static void misuse_with_lock(Task *task, const char *title, SyncObject *object, uintptr_t counter) {
    if (object->is_broken) return;
    object->is_broken = true;
    char holder[64];
    Report *report = report_borrow();
    report_start(report, REPORT_LOCK_MISUSE, title, object->address);
    report_add_stack(report, task_keep_stack(task, counter));
    report_add(report, object->last_lock_stack, "  and:%s", "");
    report_add(report, object->creation_stack, "  Mutex M%u (%p) created at:", object->number, (void *)object->address);
    report_add_line(report, "  held by %s", object->owner ? report_name_holder(object->owner - 1, holder) : "readers");
    report_finish(report);
    report_give_back();
}

static void report_cycle(Task *task, const LockEdge *cycle, uint32_t length) {
    (void)task;
    char holder[64], order[REPORT_TITLE_SIZE];
    size_t used = 0;
    Report *report = report_borrow();
    report_start(report, REPORT_DEADLOCK_ORDER, "lock-order-inversion (potential deadlock)", cycle[0].from_address);
    for (uint32_t i = 0; i < length; i++)
        used +=
            print_into(order + used, sizeof order - used, "M%u (%p) => ", cycle[i].from, (void *)cycle[i].from_address);
    report_add_line(report, "  Cycle in lock order graph: %sM%u", order, cycle[0].from);
    for (uint32_t i = 0; i < length; i++) {
        report_add(report, cycle[i].to_stack, "  Mutex M%u acquired here while holding mutex M%u in %s:", cycle[i].to,
                   cycle[i].from, report_name_holder(cycle[i].task, holder));
        if (runtime.options.second_deadlock_stack)
            report_add(report, cycle[i].from_stack,
                       "  Mutex M%u previously acquired by the same thread here:", cycle[i].from);
    }
    for (uint32_t i = 0; i < length; i++) {
        const Task *other = task_by_number(cycle[i].task);
        if (other) report_add_task(report, other);
    }
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
    TraceObjectKind traced = kind.kind == OBJECT_MUTEX ? QOBJECT_LOCK : QOBJECT_READERS_LOCK;
    if (trace_is_on()) trace_object(traced, address, 0, "", task_keep_stack(task, counter));
}

void lock_destroy(Task *task, uintptr_t address, uintptr_t counter) {
    SyncObject *object = sync_find(address);
    if (!object) return;
    if (object->is_static && !object->owner) return; // a destructor of a static lock may run before its last use
    if (runtime.options.report_destroy_locked && (object->owner || object->count))
        misuse_with_lock(task, "destroy of a locked mutex", object, counter);
    task_unhold(task, address);
    sync_destroy(task, address);
}

void lock_invalid(Task *task, uintptr_t address, uintptr_t counter) {
    SyncObject *object = sync_get(task, address, OBJECT_MUTEX, counter);
    misuse(task, "use of an invalid mutex (e.g. uninitialized or destroyed)", object, counter);
}

void lock_expect_free(Task *task, uintptr_t address, uintptr_t counter) {
    SyncObject *object = sync_find(address);
    if (object && object->owner && object->owner != task->number + 1)
        misuse(task, "double lock of a mutex", object, counter);
}

void lock_before(Task *task, uintptr_t address, ObjectKind kind, bool is_shared, uintptr_t counter) {
    SyncObject *object = sync_get(task, address, kind, counter);
    bool is_owner = object->owner == task->number + 1;
    if (is_owner && !is_shared && object->recursion != RECURSION_COUNTS && task_held(task, address))
        misuse(task, "double lock of a mutex", object, counter);
    if (!task->held_count || !runtime.options.detect_deadlocks || is_owner) return;
    LockEdge cycle[GRAPH_CYCLE];
    uint32_t length = lock_graph_ask(task, object, task_keep_stack(task, counter), cycle);
    if (length) report_cycle(task, cycle, length);
}

// Only readers change it at the same time.
static void count_change(SyncObject *object, bool is_shared, int by) {
    if (is_shared)
        __atomic_fetch_add(&object->count, (uint32_t)by, __ATOMIC_RELAXED);
    else
        object->count += (uint32_t)by;
}

void lock_after(Task *task, uintptr_t address, ObjectKind kind, bool is_shared, bool is_try, uintptr_t counter) {
    (void)is_try;
    SyncObject *object = sync_get(task, address, kind, counter);
    StackId stack = task_keep_stack(task, counter);
    if (!task->ignore_sync) {
        task_lock_clock(task);
        quick_lock_take(&object->lock);
        sync_object_acquire(task, object);
        if (!is_shared) sync_object_acquire_readers(task, object);
        quick_lock_release(&object->lock);
        task_unlock_clock(task);
    }
    if (is_shared && object->owner) {
        misuse(task, "read lock of a write locked mutex", object, counter);
        object->owner = 0;
        object->count = 0;
    }
    if (!is_shared) object->owner = task->number + 1;
    object->last_lock_stack = stack;
    count_change(object, is_shared, 1);
    task_hold(task, address, object->number, is_shared, stack);
    trace_lock(task, QEV_ACQUIRE, address, &object->traced, is_shared, stack);
}

static void release_now(Task *task, SyncObject *object, bool is_shared) {
    task_lock_clock(task);
    quick_lock_take(&object->lock);
    if (is_shared)
        sync_object_release_reader(task, object);
    else
        sync_object_release_store(task, object);
    quick_lock_release(&object->lock);
    task_next_epoch(task);
    task_unlock_clock(task);
}

static void release_object(Task *task, SyncObject *object, bool is_shared, uintptr_t counter) {
    if (is_shared && object->owner) {
        misuse(task, "read unlock of a write locked mutex", object, counter);
        is_shared = false;
    } else if (!is_shared && object->owner != task->number + 1) {
        misuse(task, "unlock of an unlocked mutex (or by a wrong thread)", object, counter);
        object->is_handed_over = true;
    }
    bool is_last = is_shared || object->count <= 1;
    if (is_last && !is_shared) object->owner = 0;
    if (object->count) count_change(object, is_shared, -1);
    if (is_last && !task->ignore_sync) release_now(task, object, is_shared);
    task_unhold(task, object->address);
    trace_lock(task, QEV_RELEASE, object->address, &object->traced, is_shared, 0);
}

void lock_release_mode(Task *task, uintptr_t address, ObjectKind kind, bool is_shared, uintptr_t counter) {
    release_object(task, sync_get(task, address, kind, counter), is_shared, counter);
}

void lock_release_before(Task *task, uintptr_t address, ObjectKind kind, uintptr_t counter) {
    SyncObject *object = sync_get(task, address, kind, counter);
    const HeldLock *held = task_held(task, address);
    release_object(task, object, held ? held->is_shared : !object->owner && object->count, counter);
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
