// SPDX-License-Identifier: MIT
#include "trace/states.h"

#include "trace/replay.h"

#include <stdlib.h>

static const uint32_t NO_SLICE = UINT32_MAX;

const char *slice_state_word(SliceState state) {
    static const char *const words[SLICE_STATE_COUNT] = {"ready", "running", "blocked", "system call"};
    return words[state];
}

const char *slice_wait_word(TraceWait wait) {
    static const char *const words[QWAIT_KIND_COUNT] = {
        "none",       "send",    "receive", "select", "lock",  "lock (shared)", "condition", "semaphore",
        "wait group", "barrier", "once",    "join",   "sleep", "outside",       "other",
    };
    return words[wait];
}

const char *slice_call_word(uint32_t call) {
    static const char *const words[QCALL_KIND_COUNT] = {
        "system call", "read", "write", "poll", "accept", "connect", "wait for child", "sleep", "signal", "file",
    };
    return words[call < QCALL_KIND_COUNT ? call : QCALL_OTHER];
}

static Slice *open_slice_of(Replay *replay, uint32_t task) {
    uint32_t last = replay->states->spans[task].last_slice;
    return last == NO_SLICE ? NULL : &replay->states->slices.items[last];
}

static bool is_in(Replay *replay, uint32_t task, SliceState state) {
    const Slice *slice = open_slice_of(replay, task);
    return slice && slice->state == state;
}

static void count_waiters(Replay *replay, const Slice *slice, int change, int64_t time) {
    if (slice->state != SLICE_BLOCKED) return;
    if (slice->object) replay_channel_wait(replay, slice->object, slice->wait, change, time);
    for (uint32_t i = 0; i < slice->alternative_count; i++) {
        Alternative *alternative = &replay->states->alternatives.items[slice->first_alternative + i];
        replay_channel_wait(replay, alternative->object, alternative->wait, change, time);
    }
}

static void close_slice(Replay *replay, uint32_t task, int64_t time) {
    Slice *slice = open_slice_of(replay, task);
    if (!slice) return;
    slice->end = time;
    count_waiters(replay, slice, -1, time);
    replay->states->spans[task].last_slice = NO_SLICE;
}

static void open_slice(Replay *replay, Slice slice) {
    States *states = replay->states;
    TaskSpan *span = &states->spans[slice.task];
    close_slice(replay, slice.task, slice.start);
    if (!span->is_seen) {
        span->is_seen = true;
        span->start = slice.start;
    }
    slice.mark = replay->last_mark[slice.task];
    span->last_slice = states->slices.count;
    array_push(&states->slices, states->recording->arena, slice);
    count_waiters(replay, &slice, 1, slice.start);
}

static void run_task(Replay *replay, const RecordedEvent *event) {
    uint32_t *on_thread = &replay->running[event->thread];
    if (*on_thread && *on_thread != event->task && is_in(replay, *on_thread, SLICE_RUNNING))
        open_slice(replay,
                   (Slice){.start = event->time, .task = *on_thread, .thread = event->thread, .state = SLICE_READY});
    *on_thread = event->task;
    open_slice(replay,
               (Slice){.start = event->time, .task = event->task, .thread = event->thread, .state = SLICE_RUNNING});
}

static void begin_wait(Replay *replay, const RecordedEvent *event) {
    uint32_t first = replay->first_alternative[event->task], count = replay->alternative_count[event->task];
    replay->alternative_count[event->task] = 0;
    open_slice(replay, (Slice){.start = event->time,
                               .task = event->task,
                               .thread = event->thread,
                               .state = SLICE_BLOCKED,
                               .wait = (TraceWait)event->wait,
                               .object = event->object,
                               .awaited = event->wait == QWAIT_JOIN ? event->value : 0,
                               .first_alternative = first,
                               .alternative_count = count,
                               .site = event->site,
                               .is_timed = event->flags & QTRACE_TIMED});
}

// Cases of one select lie beside one another: those of a task whose select others interrupted are moved to the end.
static void add_alternative(Replay *replay, const RecordedEvent *event) {
    States *states = replay->states;
    Arena *arena = states->recording->arena;
    uint32_t *first = &replay->first_alternative[event->task], *count = &replay->alternative_count[event->task];
    if (*first + *count != states->alternatives.count || !*count) {
        uint32_t moved = states->alternatives.count;
        for (uint32_t i = 0; i < *count; i++) {
            Alternative copy = states->alternatives.items[*first + i];
            array_push(&states->alternatives, arena, copy);
        }
        *first = moved;
    }
    array_push(&states->alternatives, arena, (Alternative){event->object, (TraceWait)event->wait});
    (*count)++;
}

static void wake_task(Replay *replay, const RecordedEvent *event) {
    Slice *slice = event->value ? open_slice_of(replay, event->value) : NULL;
    if (!slice || slice->state != SLICE_BLOCKED) return;
    slice->waker = event->task;
    open_slice(replay,
               (Slice){.start = event->time, .task = event->value, .thread = event->thread, .state = SLICE_READY});
}

static void spawn_task(Replay *replay, const RecordedEvent *event) {
    if (!event->value) return;
    TaskSpan *span = &replay->states->spans[event->value];
    span->creator = event->task;
    span->spawn_site = event->site;
    if (span->is_seen) return;
    open_slice(replay,
               (Slice){.start = event->time, .task = event->value, .thread = event->thread, .state = SLICE_READY});
}

static void end_task(Replay *replay, const RecordedEvent *event) {
    TaskSpan *span = &replay->states->spans[event->task];
    close_slice(replay, event->task, event->time);
    if (!span->is_seen) span->start = event->time;
    span->is_seen = span->has_ended = true;
    span->end = event->time;
    replay_cancellation_end(replay, event);
}

static void enter_call(Replay *replay, const RecordedEvent *event) {
    open_slice(replay, (Slice){.start = event->time,
                               .task = event->task,
                               .thread = event->thread,
                               .state = SLICE_SYSCALL,
                               .site = event->site,
                               .object = event->object,
                               .call = event->value});
}

static void replay_event(Replay *replay, uint32_t index) {
    const RecordedEvent *event = &replay->states->recording->events.items[index];
    Slice *slice = open_slice_of(replay, event->task);
    bool is_at_work = event->kind != QEV_RUN && event->kind != QEV_END;
    if (event->kind == QEV_RUN && slice && slice->state == SLICE_BLOCKED)
        slice->is_expired = event->flags & QTRACE_EXPIRED;
    // Only a task that runs does anything: a lost QEV_RUN is made good here.
    if (is_at_work && !is_in(replay, event->task, SLICE_RUNNING) && event->kind != QEV_SYSCALL_END)
        run_task(replay, event);
    switch ((TraceEventKind)event->kind) {
    case QEV_SPAWN: spawn_task(replay, event); break;
    case QEV_RUN: run_task(replay, event); break;
    case QEV_SYSCALL_END:
        if (!is_in(replay, event->task, SLICE_RUNNING)) run_task(replay, event);
        break;
    case QEV_ALTERNATIVE: add_alternative(replay, event); break;
    case QEV_BLOCK: begin_wait(replay, event); break;
    case QEV_READY: wake_task(replay, event); break;
    case QEV_SYSCALL: enter_call(replay, event); break;
    case QEV_END: end_task(replay, event); break;
    case QEV_SEND: replay_channel_send(replay, index); break;
    case QEV_RECEIVE: replay_channel_receive(replay, index); break;
    case QEV_CLOSE: replay_channel_close(replay, index); break;
    case QEV_ACQUIRE: replay_lock_acquire(replay, event); break;
    case QEV_RELEASE: replay_lock_release(replay, event); break;
    case QEV_CANCEL: replay_cancellation_begin(replay, index); break;
    case QEV_CANCELLED: replay_cancellation_notice(replay, event); break;
    case QEV_MARK: replay->last_mark[event->task] = event->value; break;
    default: break;
    }
}

static void close_at_end(Replay *replay) {
    States *states = replay->states;
    const Recording *recording = states->recording;
    for (uint32_t task = 1; task < recording->tasks.count; task++) {
        TaskSpan *span = &states->spans[task];
        Slice *slice = open_slice_of(replay, task);
        if (!span->has_ended) span->end = recording->duration;
        if (!slice) continue;
        slice->end = recording->duration;
        slice->is_open = true;
    }
    replay_lock_finish(replay);
}

void states_replay(const Recording *recording, States *states) {
    Arena *arena = recording->arena;
    *states = (States){.recording = recording, .spans = arena_new_array(arena, TaskSpan, recording->tasks.count)};
    Replay replay = {.states = states,
                     .running = arena_new_array(arena, uint32_t, recording->thread_count + 1),
                     .first_alternative = arena_new_array(arena, uint32_t, recording->tasks.count),
                     .alternative_count = arena_new_array(arena, uint32_t, recording->tasks.count),
                     .last_mark = arena_new_array(arena, uint32_t, recording->tasks.count),
                     .object_cause = arena_new_array(arena, uint32_t, recording->objects.count),
                     .first_cancellation = arena_new_array(arena, uint32_t, recording->tasks.count),
                     .channels = arena_new_array(arena, ChannelState, recording->objects.count)};
    for (uint32_t i = 0; i < recording->tasks.count; i++) states->spans[i].last_slice = NO_SLICE;
    for (uint32_t i = 0; i < recording->events.count; i++) replay_event(&replay, i);
    close_at_end(&replay);
    replay_channel_finish(&replay);
    replay_cancellation_finish(&replay);
}
