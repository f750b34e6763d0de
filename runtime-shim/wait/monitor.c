// SPDX-License-Identifier: MIT
// The thread that watches. It sleeps longer and longer while nobody seems to wait for ever. When somebody does, it
// looks twice: what was read in between must be the same, and the threads concerned must not have run.
#include "wait/monitor.h"

#include "wait/clone.h"
#include "wait/describe.h"
#include "wait/dump.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>

enum {
    FIRST_PERIOD = 50, // milliseconds
    LAST_PERIOD = 1000,
    LOOK_AGAIN = 60,
    COOPERATIVE_LOOKS = 4, // schedulers in user space may wake up for nothing: longer, and without counting
    COOPERATIVE_PERIOD = 300,
};

static void sleep_until_rung(WaitRoom *room, uint32_t milliseconds) {
    struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    raw_call6(SYS_futex, (long)&room->bell, FUTEX_WAIT_PRIVATE, 0, (long)&time, 0, 0);
}

static bool was_reported(const WaitRoom *room, uint32_t number) {
    for (uint32_t i = 0; i < room->reported_count; i++)
        if (room->reported[i] == number) return true;
    return false;
}

bool monitor_was_reported(uint32_t number) {
    return was_reported(wait_room(), number);
}

static void note_reported(WaitRoom *room, uint32_t number) {
    if (room->reported_count < DESCRIBED_BLOCKED && !was_reported(room, number))
        room->reported[room->reported_count++] = number;
}

static bool is_hosting(const Snapshot *snapshot, int thread_id) {
    for (uint32_t i = 0; i < snapshot->count; i++)
        if (snapshot->rows[i].task->kind == TASK_COROUTINE && snapshot->rows[i].thread_id == thread_id) return true;
    return false;
}

// The row has waited all the time, and its thread slept.
static bool is_settled(const WaitRoom *room, uint32_t index) {
    const Snapshot *late = room->late;
    int id = late->rows[index].thread_id;
    const ThreadRow *before = threads_find(room->threads[0], id), *after = threads_find(room->threads[1], id);
    if (!snapshot_is_same(room->early, late, index) || !before || !after) return false;
    if (before->state != 'S' || after->state != 'S') return false;
    return is_hosting(late, id) || before->switches == after->switches;
}

// Threads that nobody told us of may do anything.
static bool has_strangers(const WaitRoom *room, const Threads *threads, const Snapshot *snapshot) {
    if (!threads->is_complete) return true;
    for (uint32_t t = 0; t < threads->count; t++) {
        int id = threads->rows[t].id;
        bool is_known = id == room->monitor || threads->rows[t].state == 'Z';
        for (uint32_t i = 0; i < snapshot->count && !is_known; i++)
            is_known = snapshot->rows[i].task->kind == TASK_THREAD && snapshot->rows[i].thread_id == id;
        if (!is_known) return true;
    }
    return false;
}

static uint32_t members_of(const WaitRoom *room, uint32_t group, uint32_t *indices) {
    const Snapshot *snapshot = room->late;
    uint32_t count = 0;
    for (uint32_t i = 0; i < snapshot->count && count < DESCRIBED_BLOCKED; i++)
        if (snapshot->nodes[i].is_blocked && (snapshot->graph.is_total || snapshot->nodes[i].group == group))
            indices[count++] = i;
    return count;
}

static bool report_group(WaitRoom *room, uint32_t *indices, uint32_t count) {
    Snapshot *snapshot = room->late;
    bool is_total = snapshot->graph.is_total;
    Report *report = report_borrow();
    report_start(report, REPORT_BLOCKED,
                 is_total ? "deadlock (all tasks wait for ever)" : "deadlock (some tasks wait for ever)",
                 snapshot->rows[indices[0]].record.objects[0]);
    describe_group(report, snapshot, indices, count);
    bool is_printed = report_finish(report);
    report_give_back();
    for (uint32_t i = 0; i < count; i++) note_reported(room, snapshot->rows[indices[i]].number);
    return is_printed;
}

// A partial group is certain when its own members are settled; a total one when everybody is, which it is: all wait.
static bool is_group_certain(const WaitRoom *room, uint32_t group) {
    const Snapshot *snapshot = room->late;
    bool is_certain = true;
    for (uint32_t i = 0; i < snapshot->count && is_certain; i++)
        if (snapshot->nodes[i].is_blocked && (snapshot->graph.is_total || snapshot->nodes[i].group == group))
            is_certain = is_settled(room, i);
    return is_certain;
}

static bool has_unreported(const Snapshot *snapshot) {
    for (uint32_t i = 0; i < snapshot->count; i++)
        if (snapshot->nodes[i].is_blocked && !was_reported(wait_room(), snapshot->rows[i].number)) return true;
    return false;
}

static bool look_once(WaitRoom *room, uint32_t milliseconds) {
    snapshot_take(room->early);
    threads_read(room->threads[0]);
    raw_sleep((uint64_t)milliseconds * 1000000);
    threads_read(room->threads[1]);
    snapshot_take(room->late);
    snapshot_solve(room->late, (SnapshotView){.threads = room->threads[1],
                                              .has_strangers = has_strangers(room, room->threads[1], room->late),
                                              .handles_signals = process_handles_signals(dump_is_handler_ours())});
    return room->late->graph.blocked_count && has_unreported(room->late);
}

static bool is_cooperative(const Snapshot *snapshot) {
    for (uint32_t i = 0; i < snapshot->count; i++)
        if (snapshot->nodes[i].is_blocked && snapshot->rows[i].task->kind != TASK_THREAD) return true;
    return false;
}

static bool look_again(WaitRoom *room) {
    if (!look_once(room, LOOK_AGAIN)) return false;
    if (!is_cooperative(room->late)) return true;
    for (uint32_t i = 0; i < COOPERATIVE_LOOKS; i++)
        if (!look_once(room, COOPERATIVE_PERIOD)) return false;
    return true;
}

static void report_certain(WaitRoom *room) {
    uint32_t indices[DESCRIBED_BLOCKED];
    const Snapshot *snapshot = room->late;
    for (uint32_t i = 0; i < snapshot->count; i++) {
        const WaitNode *node = &snapshot->nodes[i];
        bool is_first = node->is_blocked && (node->group == i || snapshot->graph.is_total);
        if (!is_first || was_reported(room, snapshot->rows[i].number) || !is_group_certain(room, node->group)) continue;
        if (atomic_load(&room->is_ending)) return;
        bool is_total = snapshot->graph.is_total;
        bool is_printed = report_group(room, indices, members_of(room, node->group, indices));
        if (is_total && is_printed && runtime.options.exitcode) raw_exit(report_end(0));
        if (is_total) return;
    }
}

static bool somebody_waits(WaitRoom *room) {
    snapshot_take(room->early);
    snapshot_solve(room->early, (SnapshotView){0});
    return room->early->graph.blocked_count && has_unreported(room->early);
}

static int watch(void *context) {
    WaitRoom *room = context;
    uint32_t period = FIRST_PERIOD;
    task_thread.in_runtime = 1;
    room->monitor = raw_thread_id();
    for (;;) {
        sleep_until_rung(room, period);
        if (atomic_load(&room->dump_state) == DUMP_WANTED) {
            dump_print();
            atomic_store(&room->dump_state, DUMP_DONE);
            raw_wake((const uint32_t *)&room->dump_state, 1 << 30);
            atomic_store(&room->bell, 0);
        }
        period = period * 2 < LAST_PERIOD ? period * 2 : LAST_PERIOD;
        bool is_off = !runtime.options.detect_blocked || atomic_load(&room->is_ending);
        if (!is_off && somebody_waits(room) && look_again(room)) report_certain(room);
    }
    return 0;
}

void monitor_start(void) {
    WaitRoom *room = wait_room();
    uint32_t no = 0;
    if (!atomic_compare_exchange_strong(&room->is_watched, &no, 1)) return;
    int error = errno;
    if (!room->early) {
        room->early = raw_map(NULL, sizeof(Snapshot));
        room->late = raw_map(NULL, sizeof(Snapshot));
        for (int i = 0; i < 2; i++) room->threads[i] = raw_map(NULL, sizeof(Threads));
    }
    dump_watch_quit();
    if (room->early && room->late && room->threads[0] && room->threads[1]) clone_thread(watch, room);
    errno = error;
}
