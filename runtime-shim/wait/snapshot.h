// SPDX-License-Identifier: MIT
// All tasks at one moment and what each of them waits for, as the graph that closed_group.h solves. Taken without
// locks: what it says of a task is true only when a later snapshot says the same and the task's thread slept meanwhile.
#pragma once
#include "wait/closed_group.h"
#include "wait/room.h"
#include "wait/threads.h"

enum { SNAPSHOT_TASKS = 1 << 16, SNAPSHOT_WAKERS = 1 << 18 };

typedef struct SnapshotRow {
    Task *task;
    uint32_t number;
    TaskState state;
    bool is_waiting;
    uint32_t sequence;
    int thread_id;
    WaitRecord record; // while it waits
} SnapshotRow;

typedef struct Snapshot {
    bool is_settled; // at exit: whoever was woken has run
    bool is_complete;
    uint32_t count;
    WaitGraph graph; // one node for each row; one more for all that have ended
    SnapshotRow rows[SNAPSHOT_TASKS + 1];
    WaitNode nodes[SNAPSHOT_TASKS + 1];
    uint32_t waker_count;
    uint32_t wakers[SNAPSHOT_WAKERS];
} Snapshot;

typedef struct SnapshotView {
    const Threads *threads; // NULL: every thread is taken to be there
    const Task *exiting;    // wakes nobody any more; NULL: none
    bool has_strangers;     // threads that are in no row may wake whoever waits for anyone
    bool handles_signals;   // so may handlers, but for coroutines: no library of them can be called there
} SnapshotView;

void snapshot_take(Snapshot *snapshot);
void snapshot_solve(Snapshot *snapshot, SnapshotView view);

uint32_t snapshot_find(const Snapshot *snapshot, uint32_t number); // UINT32_MAX: no such row

// The row's wait has lasted from one snapshot to the other.
bool snapshot_is_same(const Snapshot *early, const Snapshot *late, uint32_t late_index);

// Who holds the lock that the row waits for, by the rows' own records; NULL: not one task.
const HeldLock *snapshot_held(const Snapshot *snapshot, uint32_t holder, uintptr_t object);
