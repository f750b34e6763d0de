// SPDX-License-Identifier: MIT
#include "trace/replay.h"

static void close_hold(Replay *replay, uint32_t position, int64_t time) {
    replay->states->holds.items[replay->open_holds.items[position]].end = time;
    replay->open_holds.items[position] = replay->open_holds.items[--replay->open_holds.count];
}

// Nobody else can have a lock that was just taken alone: those holds' releases were lost.
static void close_lost_holds(Replay *replay, const RecordedEvent *event) {
    for (uint32_t i = replay->open_holds.count; i-- > 0;) {
        const Hold *hold = &replay->states->holds.items[replay->open_holds.items[i]];
        bool is_over = hold->object == event->object && (!(event->flags & QTRACE_SHARED) || !hold->is_shared);
        if (is_over && hold->task != event->task) close_hold(replay, i, event->time);
    }
}

void replay_lock_acquire(Replay *replay, const RecordedEvent *event) {
    States *states = replay->states;
    if (!event->object) return;
    close_lost_holds(replay, event);
    array_push(&replay->open_holds, states->recording->arena, states->holds.count);
    array_push(&states->holds, states->recording->arena,
               (Hold){.start = event->time,
                      .object = event->object,
                      .task = event->task,
                      .site = event->site,
                      .is_shared = event->flags & QTRACE_SHARED});
}

// The newest hold by this task, else by anybody: some locks may be given back by another task.
void replay_lock_release(Replay *replay, const RecordedEvent *event) {
    uint32_t best = UINT32_MAX, best_hold = 0;
    bool best_is_own = false;
    for (uint32_t i = 0; i < replay->open_holds.count; i++) {
        uint32_t index = replay->open_holds.items[i];
        const Hold *hold = &replay->states->holds.items[index];
        bool is_own = hold->task == event->task;
        if (hold->object != event->object || (best_is_own && !is_own)) continue;
        if (best != UINT32_MAX && best_is_own == is_own && index < best_hold) continue;
        best = i;
        best_hold = index;
        best_is_own = is_own;
    }
    if (best != UINT32_MAX) close_hold(replay, best, event->time);
}

void replay_lock_finish(Replay *replay) {
    for (uint32_t i = 0; i < replay->open_holds.count; i++) {
        Hold *hold = &replay->states->holds.items[replay->open_holds.items[i]];
        hold->end = replay->states->recording->duration;
        hold->is_open = true;
    }
}
