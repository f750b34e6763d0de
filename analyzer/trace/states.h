// SPDX-License-Identifier: MIT
// What each task did when: the events of a recording replayed into slices of time, holds of locks, states of channels,
// messages and cancellations. Second stage of `chanvet trace`; the printers read this and add no logic.
// FORMAT.md ("Events") tells the rules. Where events were lost, a task's own next event says what it must be doing.
#pragma once
#include "trace/recording.h"

typedef enum SliceState {
    SLICE_READY,   // could run, does not
    SLICE_RUNNING, //
    SLICE_BLOCKED, //
    SLICE_SYSCALL,
    SLICE_STATE_COUNT
} SliceState;

typedef struct Slice {
    int64_t start, end;
    uint32_t task, thread;
    SliceState state;
    TraceWait wait;           // when blocked
    uint32_t object, awaited; // what for: an object, or a task (join); 0 none
    uint32_t first_alternative, alternative_count;
    uint32_t site;
    uint32_t waker; // the task that ended the wait, where known
    uint32_t call;  // TraceCall of a system call
    uint32_t mark;  // text of the task's last mark before; 0 none
    bool is_timed, is_expired;
    bool is_open; // lasts until the end of the trace
} Slice;

typedef struct Alternative { // a case of a select
    uint32_t object;
    TraceWait wait;
} Alternative;

typedef struct Hold { // a lock and who has it
    int64_t start, end;
    uint32_t object, task, site;
    bool is_shared, is_open;
} Hold;

// A channel, semaphore or wait group after something changed.
typedef struct ChannelPoint {
    int64_t time;
    uint32_t object, order;            // order: breaks ties of time
    uint32_t fill, senders, receivers; // senders, receivers: tasks that wait
    bool is_closed;
} ChannelPoint;

// A message that was seen leaving and arriving: indices into recording->events.
typedef struct MessagePath {
    uint32_t send, receive;
} MessagePath;

// What a cancel or a close did to one task. Delays in nanoseconds from the cause; -1: not seen.
typedef struct Cancellation {
    uint32_t cause;       // index of the QEV_CANCEL or QEV_CLOSE
    uint32_t task, depth; // depth: generations below the task that was named; 0 for itself, and for objects
    int64_t notice_delay, end_delay;
} Cancellation;

typedef struct TaskSpan {
    int64_t start, end;
    uint32_t creator, spawn_site;
    bool is_seen, has_ended;
    uint32_t last_slice; // index, or UINT32_MAX
} TaskSpan;

typedef struct States {
    const Recording *recording;
    ARRAY(Slice) slices; // in the order of their starts
    ARRAY(Alternative) alternatives;
    ARRAY(Hold) holds;
    ARRAY(ChannelPoint) points; // by object, then time
    ARRAY(MessagePath) messages;
    ARRAY(Cancellation) cancellations; // by cause, then task
    TaskSpan *spans;                   // by task index
} States;

// Everything lies in the recording's arena.
void states_replay(const Recording *recording, States *states);

const char *slice_state_word(SliceState state); // "ready", …
const char *slice_wait_word(TraceWait wait);    // "send", "lock", …
const char *slice_call_word(uint32_t call);     // "read", …
