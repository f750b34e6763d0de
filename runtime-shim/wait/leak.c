// SPDX-License-Identifier: MIT
// What the program leaves behind: tasks that wait and that nobody will ever wake, and threads that have ended and were
// neither joined nor detached. A server parked where it was served before is idle, not a leak.
#include "sync/channel.h"
#include "wait/describe.h"
#include "wait/dump.h"
#include "wait/monitor.h"
#include "wait/reach.h"

enum { SETTLE_PERIOD = 5, LEAK_GROUPS = 64, MOST_YIELDS = 64, QUIET_YIELDS = 3 };

static bool has_own_entry(const Task *task) {
    const WaitSlot *slot = wait_slot(task);
    if (slot->owner != task->number + 1 || !slot->entry) return task->kind == TASK_COROUTINE;
    return reach_is_own_code((uintptr_t)slot->entry);
}

// Others finish what they do: until all of them sleep, or the time for it is over.
static void settle(WaitRoom *room, int self) {
    int64_t left = runtime.options.atexit_sleep_ms;
    for (bool is_quiet = false; !is_quiet && left > 0; left -= SETTLE_PERIOD) {
        threads_read(room->threads[2]);
        snapshot_take(room->last);
        raw_sleep(SETTLE_PERIOD * 1000000);
        threads_read(room->threads[3]);
        is_quiet = true;
        for (uint32_t i = 0; i < room->threads[3]->count; i++) {
            const ThreadRow *now = &room->threads[3]->rows[i], *before = threads_find(room->threads[2], now->id);
            if (now->id == self || now->id == room->monitor || now->state == 'Z') continue;
            is_quiet &= now->state == 'S' && before && before->state == 'S' && before->switches == now->switches;
        }
    }
}

static bool has_strangers(const WaitRoom *room) {
    for (uint32_t t = 0; t < room->threads[3]->count; t++) {
        int id = room->threads[3]->rows[t].id;
        bool is_known = id == room->monitor || room->threads[3]->rows[t].state == 'Z';
        for (uint32_t i = 0; i < room->last->count && !is_known; i++)
            is_known = room->last->rows[i].task->kind == TASK_THREAD && room->last->rows[i].thread_id == id;
        if (!is_known) return true;
    }
    return false;
}

// A coroutine that was served but did not run before the program ended.
static bool is_served(const WaitRecord *record) {
    if (record->event != EVENT_SEND && record->event != EVENT_RECEIVE) return false;
    ChannelSide side = record->event == EVENT_SEND ? CHANNEL_SEND : CHANNEL_RECEIVE;
    return record->object_count > 0 && channel_may_go_on(record->objects[0], side);
}

static bool is_alike(const SnapshotRow *left, const SnapshotRow *right) {
    return left->is_waiting && right->is_waiting && left->record.event == right->record.event &&
           left->record.counter == right->record.counter && left->record.objects[0] == right->record.objects[0];
}

// A worker that never got a job is no leak: it would have got one from whoever knows what it waits for. Several alike
// at one channel are workers whatever main did with the channel before it ended.
static bool is_out_of_reach(const Snapshot *snapshot, uint32_t index) {
    const SnapshotRow *row = &snapshot->rows[index];
    uint32_t alike = 0;
    for (uint32_t i = 0; i < snapshot->count; i++) alike += is_alike(row, &snapshot->rows[i]);
    if (alike > 1 || !row->record.object_count) return false;
    for (uint32_t i = 0; i < row->record.object_count; i++)
        if (reach_contains(wait_room()->reach, row->record.objects[i])) return false;
    return true;
}

static bool is_leak(const Snapshot *snapshot, uint32_t index, uint32_t depth);

// Who waits for an idle server is a part of it.
static bool is_partner_lost(const Snapshot *snapshot, const WaitNode *node, uint32_t depth) {
    if (depth > snapshot->count || !node->count) return true;
    uint32_t partner = snapshot->wakers[node->first];
    return snapshot->nodes[partner].needs == NEEDS_MIRACLE || is_leak(snapshot, partner, depth + 1);
}

// The function that calls exit may well hold a lock on purpose: workers are parked by it. One that has returned has
// forgotten it.
static bool is_held_at_exit(const Snapshot *snapshot, const WaitNode *node) {
    if (!wait_room()->exit_frame || !node->count) return false;
    uint32_t holder = snapshot->wakers[node->first];
    return holder < snapshot->count && snapshot->nodes[holder].needs == NEEDS_MIRACLE &&
           snapshot->rows[holder].thread_id == raw_thread_id();
}

static bool is_leak(const Snapshot *snapshot, uint32_t index, uint32_t depth) {
    const SnapshotRow *row = &snapshot->rows[index];
    const WaitNode *node = &snapshot->nodes[index];
    if (!node->is_blocked || monitor_was_reported(row->number) || is_served(&row->record)) return false;
    switch (row->record.event) {
    case EVENT_SPAWN: return false;
    case EVENT_SEND:
    case EVENT_WAIT_GROUP: return true;
    case EVENT_LOCK:
        if (is_held_at_exit(snapshot, node)) return false;
        return is_partner_lost(snapshot, node, depth);
    case EVENT_JOIN: return is_partner_lost(snapshot, node, depth);
    default: break;
    }
    if (!has_own_entry(row->task) || wait_was_served_at(row->task, row->record.counter)) return false;
    if (wait_is_loop_site(row->record.counter)) return false;
    bool may_be_idle = row->task->kind == TASK_THREAD || !snapshot->is_settled;
    return !may_be_idle || is_out_of_reach(snapshot, index);
}

// Coroutines that cannot be let run any more: whoever was woken stands there as if it waited. Channels and locks tell
// the difference.
static bool is_surely_blocked(const WaitRecord *record) {
    switch (record->event) {
    case EVENT_SEND:
    case EVENT_RECEIVE: return record->object_count == 1 && channel_is_followed(record->objects[0]);
    case EVENT_LOCK:
    case EVENT_JOIN: return true;
    default: return false;
    }
}

static void report_leaks(Snapshot *snapshot) {
    uint32_t alike[DESCRIBED_BLOCKED];
    static const char title[] = "task leak (waits for ever when the program ends)";
    for (uint32_t i = 0; i < snapshot->count; i++) {
        if (!is_leak(snapshot, i, 0)) continue;
        bool is_known = false;
        for (uint32_t k = 0; k < i && !is_known; k++)
            is_known = is_leak(snapshot, k, 0) && describe_is_alike(snapshot, k, i);
        if (is_known) continue;
        uint32_t count = 0;
        for (uint32_t k = i; k < snapshot->count && count < DESCRIBED_BLOCKED; k++)
            if (is_leak(snapshot, k, 0) && describe_is_alike(snapshot, k, i)) alike[count++] = k;
        Report *report = report_borrow();
        report_start(report, REPORT_LEAK, title, snapshot->rows[i].record.objects[0]);
        describe_group(report, snapshot, alike, count);
        report_finish(report);
        report_give_back();
    }
}

typedef struct ThreadLeaks {
    uint32_t count;
    struct {
        uint32_t number, alike;
        StackId stack;
        Task *task;
    } rows[LEAK_GROUPS];
} ThreadLeaks;

static void note_thread(Task *task, void *context) {
    ThreadLeaks *leaks = context;
    if (task->kind != TASK_THREAD || atomic_load(&task->state) != TASK_ENDED) return;
    if (task->is_detached || task->is_joined || task->is_foreign) return;
    for (uint32_t i = 0; i < leaks->count; i++)
        if (leaks->rows[i].stack == task->creation_stack) {
            leaks->rows[i].alike++;
            return;
        }
    if (leaks->count == LEAK_GROUPS) return;
    leaks->rows[leaks->count].alike = 0;
    leaks->rows[leaks->count].stack = task->creation_stack;
    leaks->rows[leaks->count++].task = task;
}

static void report_thread_leaks(void) {
    ThreadLeaks leaks = {0};
    if (!runtime.options.report_thread_leaks) return;
    task_for_each(note_thread, &leaks);
    for (uint32_t i = 0; i < leaks.count; i++) {
        char name[120], creator[64];
        report_name_task(leaks.rows[i].task, name, sizeof name);
        Report *report = report_borrow();
        report_start(report, REPORT_THREAD_LEAK, "thread leak", 0);
        report_add(report, leaks.rows[i].stack, "  %s created by %s at:", name,
                   report_name_holder(leaks.rows[i].task->creator, creator));
        if (leaks.rows[i].alike) report_add_line(report, "  And %u more similar thread leaks.", leaks.rows[i].alike);
        report_finish(report);
        report_give_back();
    }
}

static bool is_alone(void) {
    for (uint32_t i = 1, seen = 0; i <= task_record_count(); i++) {
        TaskState state = atomic_load(&task_by_index(i)->state);
        if (state != TASK_GONE && ++seen > 1) return false;
    }
    return true;
}

static bool make_room(WaitRoom *room) {
    room->last = raw_map(NULL, sizeof *room->last);
    room->threads[2] = raw_map(NULL, sizeof(Threads));
    room->threads[3] = raw_map(NULL, sizeof(Threads));
    return room->last && room->threads[2] && room->threads[3];
}

static void take_last(WaitRoom *room, const Task *task) {
    snapshot_take(room->last);
    snapshot_solve(room->last, (SnapshotView){room->threads[3], task, has_strangers(room),
                                              process_handles_signals(dump_is_handler_ours())});
}

static uint64_t count_waits(const Snapshot *snapshot) {
    uint64_t sum = snapshot->count;
    for (uint32_t i = 0; i < snapshot->count; i++)
        if (snapshot->rows[i].is_waiting) sum += snapshot->rows[i].sequence + ((uint64_t)1 << 32);
    return sum;
}

static bool has_coroutine_leak(const Snapshot *snapshot) {
    for (uint32_t i = 0; i < snapshot->count; i++)
        if (snapshot->rows[i].task->kind == TASK_COROUTINE && is_leak(snapshot, i, 0)) return true;
    return false;
}

// Whoever was woken already goes on, until nothing changes any more.
static void let_woken_run(WaitRoom *room, const Task *task, void (*yield)(void)) {
    uint32_t quiet = 0;
    for (uint32_t i = 0; i < MOST_YIELDS && quiet < QUIET_YIELDS && has_coroutine_leak(room->last); i++) {
        uint64_t before = count_waits(room->last);
        yield();
        take_last(room, task);
        quiet = count_waits(room->last) == before ? quiet + 1 : 0;
    }
    // Still busy: nothing is certain.
    for (uint32_t i = 0; i < room->last->count && quiet < QUIET_YIELDS; i++)
        if (room->last->rows[i].task->kind == TASK_COROUTINE) room->last->nodes[i].is_blocked = false;
}

void wait_note_exit(const Task *task, uintptr_t frame) {
    WaitRoom *room = wait_room();
    if (!room || room->exit_frame) return;
    room->exit_task = task->number;
    room->exit_frame = frame;
}

void wait_at_exit(Task *task, void (*yield)(void)) {
    WaitRoom *room = wait_room();
    if (!room || room->process != raw_process_id() || atomic_exchange(&room->is_ending, 1)) return;
    if (runtime.options.dump_at_exit) dump_print();
    if (is_alone() || !make_room(room)) return;
    settle(room, raw_thread_id());
    if (runtime.options.detect_blocked) {
        take_last(room, task);
        if (room->last->graph.blocked_count) room->reach = reach_mark(task, room->exit_frame);
        room->last->is_settled = yield;
        if (yield) let_woken_run(room, task, yield);
        for (uint32_t i = 0; i < room->last->count && !yield; i++)
            if (room->last->rows[i].task->kind != TASK_THREAD)
                room->last->nodes[i].is_blocked &= is_surely_blocked(&room->last->rows[i].record);
        report_leaks(room->last);
    }
    report_thread_leaks();
}
