// SPDX-License-Identifier: MIT
// Cancellation trees: who was told to stop, and how long each took to notice and to end.
#include "trace/replay.h"

#include <stdlib.h>

static uint32_t parent_of(const Replay *replay, uint32_t task) {
    uint32_t parent = replay->states->recording->tasks.items[task].parent;
    return parent ? parent : replay->states->spans[task].creator;
}

// Generations from `ancestor` down to `task`; UINT32_MAX when it is none.
static uint32_t depth_below(const Replay *replay, uint32_t ancestor, uint32_t task) {
    uint32_t depth = 0;
    for (; task && task != ancestor; depth++) {
        if (depth > replay->states->recording->tasks.count) return UINT32_MAX; // a damaged circle of parents
        task = parent_of(replay, task);
    }
    return task ? depth : UINT32_MAX;
}

static bool is_listed(const Replay *replay, uint32_t cause, uint32_t task) {
    for (uint32_t at = replay->first_cancellation[task]; at; at = replay->next_cancellation.items[at - 1])
        if (replay->states->cancellations.items[at - 1].cause == cause) return true;
    return false;
}

static void add_cancellation(Replay *replay, uint32_t cause, uint32_t task, uint32_t depth) {
    States *states = replay->states;
    if (is_listed(replay, cause, task)) return;
    array_push(&replay->next_cancellation, states->recording->arena, replay->first_cancellation[task]);
    array_push(&states->cancellations, states->recording->arena,
               (Cancellation){.cause = cause, .task = task, .depth = depth, .notice_delay = -1, .end_delay = -1});
    replay->first_cancellation[task] = states->cancellations.count;
}

static bool waits_for(const Replay *replay, uint32_t task, uint32_t object) {
    uint32_t last = replay->states->spans[task].last_slice;
    if (last == UINT32_MAX) return false;
    const Slice *slice = &replay->states->slices.items[last];
    if (slice->state != SLICE_BLOCKED) return false;
    for (uint32_t i = 0; i < slice->alternative_count; i++)
        if (replay->states->alternatives.items[slice->first_alternative + i].object == object) return true;
    return slice->object == object;
}

void replay_cancellation_begin(Replay *replay, uint32_t index) {
    const Recording *recording = replay->states->recording;
    const RecordedEvent *event = &recording->events.items[index];
    bool is_for_task = event->kind == QEV_CANCEL && event->value;
    if (event->object) replay->object_cause[event->object] = index + 1;
    for (uint32_t task = 1; task < recording->tasks.count; task++) {
        const TaskSpan *span = &replay->states->spans[task];
        if (!span->is_seen || span->has_ended) continue;
        uint32_t depth = is_for_task ? depth_below(replay, event->value, task) : UINT32_MAX;
        if (depth != UINT32_MAX)
            add_cancellation(replay, index, task, depth);
        else if (event->object && waits_for(replay, task, event->object))
            add_cancellation(replay, index, task, 0);
    }
}

void replay_cancellation_notice(Replay *replay, const RecordedEvent *event) {
    States *states = replay->states;
    uint32_t cause = event->object ? replay->object_cause[event->object] : 0;
    if (cause) add_cancellation(replay, cause - 1, event->task, 0);
    for (uint32_t at = replay->first_cancellation[event->task]; at; at = replay->next_cancellation.items[at - 1]) {
        Cancellation *entry = &states->cancellations.items[at - 1];
        const RecordedEvent *origin = &states->recording->events.items[entry->cause];
        bool is_answer =
            origin->object ? origin->object == event->object || !event->object : event->kind == QEV_CANCELLED;
        if (is_answer && entry->notice_delay < 0) entry->notice_delay = event->time - origin->time;
    }
}

void replay_cancellation_end(Replay *replay, const RecordedEvent *event) {
    States *states = replay->states;
    for (uint32_t at = replay->first_cancellation[event->task]; at; at = replay->next_cancellation.items[at - 1]) {
        Cancellation *entry = &states->cancellations.items[at - 1];
        if (entry->end_delay < 0) entry->end_delay = event->time - states->recording->events.items[entry->cause].time;
    }
}

static int compare_cancellations(const void *left, const void *right) {
    const Cancellation *a = left, *b = right;
    if (a->cause != b->cause) return a->cause < b->cause ? -1 : 1;
    return a->task < b->task ? -1 : a->task > b->task;
}

void replay_cancellation_finish(Replay *replay) {
    States *states = replay->states;
    if (states->cancellations.count)
        qsort(states->cancellations.items, states->cancellations.count, sizeof *states->cancellations.items,
              compare_cancellations);
}
