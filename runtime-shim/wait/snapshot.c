// SPDX-License-Identifier: MIT
#include "wait/snapshot.h"

#include "sync/sync.h"

void snapshot_take(Snapshot *snapshot) {
    snapshot->count = 0;
    snapshot->is_complete = true;
    for (uint32_t i = 1; i <= task_record_count(); i++) {
        Task *task = task_by_index(i);
        TaskState state = atomic_load(&task->state);
        if (state == TASK_GONE || state == TASK_ENDED) continue;
        if (snapshot->count == SNAPSHOT_TASKS) {
            snapshot->is_complete = false;
            return;
        }
        SnapshotRow *row = &snapshot->rows[snapshot->count++];
        row->task = task;
        row->number = task->number;
        row->state = state;
        row->thread_id = task->thread_id;
        row->is_waiting = state == TASK_RUNNING && wait_read(task, &row->record, &row->sequence);
    }
}

uint32_t snapshot_find(const Snapshot *snapshot, uint32_t number) {
    for (uint32_t i = 0; i < snapshot->count; i++)
        if (snapshot->rows[i].number == number) return i;
    return UINT32_MAX;
}

bool snapshot_is_same(const Snapshot *early, const Snapshot *late, uint32_t late_index) {
    const SnapshotRow *row = &late->rows[late_index];
    uint32_t index = late_index;
    if (index >= early->count || early->rows[index].number != row->number) index = snapshot_find(early, row->number);
    if (index == UINT32_MAX) return false;
    const SnapshotRow *before = &early->rows[index];
    return before->task == row->task && before->is_waiting && row->is_waiting && before->sequence == row->sequence &&
           before->thread_id == row->thread_id;
}

const HeldLock *snapshot_held(const Snapshot *snapshot, uint32_t holder, uintptr_t object) {
    const Task *task = snapshot->rows[holder].task;
    uint32_t count = task->held_count;
    for (uint32_t i = 0; i < count && i < HELD_LOCKS; i++)
        if (task->held[i].object == object) return &task->held[i];
    return NULL;
}

static void add_waker(Snapshot *snapshot, WaitNode *node, uint32_t waker) {
    if (snapshot->waker_count == SNAPSHOT_WAKERS) {
        snapshot->is_complete = false;
        return;
    }
    snapshot->wakers[snapshot->waker_count++] = waker;
    node->count++;
}

// A holder that is in no row has ended with the lock.
static uint32_t node_of_task(const Snapshot *snapshot, uint32_t number) {
    uint32_t index = snapshot_find(snapshot, number);
    return index == UINT32_MAX ? snapshot->count : index;
}

// Readers that ended without giving the lock back: their records are kept for a while.
static uint32_t count_ended_readers(const SyncObject *object) {
    uint32_t found = 0;
    for (uint32_t i = 1; i <= task_record_count(); i++) {
        const Task *task = task_by_index(i);
        TaskState state = atomic_load(&task->state);
        if (state != TASK_ENDED && state != TASK_GONE) continue;
        for (uint32_t k = 0; k < task->held_count && k < HELD_LOCKS; k++)
            if (task->held[k].object == object->address && task->held[k].number == object->number)
                found += task->held[k].count;
    }
    return found;
}

// Holders are certain when their own records account for every hold that the lock has counted.
static bool add_readers(Snapshot *snapshot, WaitNode *node, const SyncObject *object) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < snapshot->count; i++) {
        const HeldLock *held = snapshot_held(snapshot, i, object->address);
        if (!held) continue;
        found += held->count;
        add_waker(snapshot, node, i);
    }
    if (found < object->count) {
        uint32_t ended = count_ended_readers(object);
        if (ended) add_waker(snapshot, node, snapshot->count);
        found += ended;
    }
    return found && found == object->count;
}

// A lock that prefers writers keeps new readers out while a writer waits.
static bool add_waiting_writers(Snapshot *snapshot, WaitNode *node, uintptr_t address) {
    for (uint32_t i = 0; i < snapshot->count; i++) {
        const SnapshotRow *row = &snapshot->rows[i];
        if (!row->is_waiting || row->record.event != EVENT_LOCK || row->record.objects[0] != address) continue;
        if (row->record.is_shared) continue;
        if (row->record.is_timed) return false;
        add_waker(snapshot, node, i);
    }
    return node->count != 0;
}

static bool add_holders(Snapshot *snapshot, WaitNode *node, const WaitRecord *record) {
    const SyncObject *object = sync_find(record->objects[0]);
    if (!object || object->is_handed_over || object->is_shared_with_processes) return false;
    if (object->owner) {
        add_waker(snapshot, node, node_of_task(snapshot, object->owner - 1));
        return true;
    }
    if (object->count && !record->is_shared) return add_readers(snapshot, node, object);
    return record->is_shared && add_waiting_writers(snapshot, node, record->objects[0]);
}

static bool is_shared_with_processes(const WaitRecord *record) {
    for (uint32_t i = 0; i < record->object_count; i++) {
        const SyncObject *object = sync_find(record->objects[i]);
        if (object && object->is_shared_with_processes) return true;
    }
    return false;
}

static WaitNeeds needs_of_wait(Snapshot *snapshot, WaitNode *node, const WaitRecord *record) {
    if (record->is_timed || record->is_external || record->has_more) return NEEDS_NOTHING;
    switch (record->event) {
    case EVENT_LOCK: return add_holders(snapshot, node, record) ? NEEDS_THOSE : NEEDS_NOTHING;
    case EVENT_JOIN: {
        if (!record->target && record->object_count) return NEEDS_ANYONE; // of a group of coroutines
        uint32_t target = record->target ? snapshot_find(snapshot, record->target - 1) : UINT32_MAX;
        if (target == UINT32_MAX) return NEEDS_NOTHING;
        add_waker(snapshot, node, target);
        return NEEDS_THOSE;
    }
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_SELECT:
    case EVENT_WAIT:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER:
    case EVENT_ONCE:
    case EVENT_SUSPEND:
    case EVENT_SPAWN: return is_shared_with_processes(record) ? NEEDS_NOTHING : NEEDS_ANYONE;
    default: return NEEDS_NOTHING;
    }
}

static bool is_thread_gone(const SnapshotRow *row, const SnapshotView *view) {
    if (!view->threads || !view->threads->is_complete || row->task->kind != TASK_THREAD) return false;
    const ThreadRow *thread = threads_find(view->threads, row->thread_id);
    return !thread || thread->state == 'Z' || thread->state == 'X';
}

static WaitNeeds needs_of_row(Snapshot *snapshot, uint32_t index, const SnapshotView *view) {
    const SnapshotRow *row = &snapshot->rows[index];
    WaitNode *node = &snapshot->nodes[index];
    const Task *exiting = view->exiting;
    if (row->task == exiting) return NEEDS_MIRACLE;
    if (exiting && row->task->kind == TASK_THREAD && row->thread_id == exiting->thread_id) return NEEDS_MIRACLE;
    if (row->state == TASK_CREATED) return NEEDS_NOTHING;
    if (is_thread_gone(row, view)) return NEEDS_MIRACLE;
    if (!row->is_waiting || row->task->kind == TASK_FIBER) return NEEDS_NOTHING;
    WaitNeeds needs = needs_of_wait(snapshot, node, &row->record);
    bool may_be_handled = row->task->kind == TASK_THREAD && row->record.event != EVENT_SPAWN;
    bool has_outside = view->has_strangers || (view->handles_signals && may_be_handled);
    if (needs == NEEDS_ANYONE && has_outside) return NEEDS_NOTHING;
    if (needs != NEEDS_THOSE) node->count = 0;
    return needs;
}

// Memory that other processes may have, too: whoever waits in it may be woken from there. Stacks of coroutines lie in
// shared mappings with some libraries, and are nobody else's.
static void let_shared_go(uintptr_t low, uintptr_t high, void *context) {
    Snapshot *snapshot = context;
    for (uint32_t i = 0; i < snapshot->count; i++) {
        const SnapshotRow *row = &snapshot->rows[i];
        if (!row->is_waiting || row->task->kind != TASK_THREAD || !row->record.object_count) continue;
        if (row->record.objects[0] < low || row->record.objects[0] >= high) continue;
        snapshot->nodes[i].needs = NEEDS_NOTHING;
        snapshot->nodes[i].count = 0;
    }
}

void snapshot_solve(Snapshot *snapshot, SnapshotView view) {
    snapshot->waker_count = 0;
    for (uint32_t i = 0; i < snapshot->count; i++) {
        WaitNode *node = &snapshot->nodes[i];
        *node = (WaitNode){.first = snapshot->waker_count};
        node->needs = (uint8_t)needs_of_row(snapshot, i, &view);
    }
    snapshot->nodes[snapshot->count] = (WaitNode){.needs = NEEDS_MIRACLE};
    if (view.threads) process_visit_shared(let_shared_go, snapshot);
    snapshot->graph =
        (WaitGraph){.node_count = snapshot->count + 1, .nodes = snapshot->nodes, .wakers = snapshot->wakers};
    if (snapshot->is_complete) wait_graph_solve(&snapshot->graph);
}
