// SPDX-License-Identifier: MIT
// Inside of the trace room: the replay of a recording while it goes on, shared by its parts.
#pragma once
#include "trace/states.h"

typedef struct ChannelState {
    uint32_t fill, senders, receivers;
    bool is_closed, is_told; // is_told: something happened to it as to a channel
} ChannelState;

typedef struct MessageEnd { // a send or a receive that has a number
    uint32_t object, sequence, event;
    bool is_receive;
} MessageEnd;

typedef struct Replay {
    States *states;
    uint32_t *running;                               // by thread: the task that runs there
    uint32_t *first_alternative, *alternative_count; // by task: cases of the select that it is about to begin
    uint32_t *last_mark;                             // by task: index of a text
    ChannelState *channels;                          // by object
    ARRAY(MessageEnd) ends;
    ARRAY(uint32_t) open_holds;        // indices into states->holds
    uint32_t *object_cause;            // by object: index of its last QEV_CANCEL or QEV_CLOSE plus one
    uint32_t *first_cancellation;      // by task: index into states->cancellations plus one, 0: none
    ARRAY(uint32_t) next_cancellation; // by cancellation: the next one of its task, likewise
} Replay;

void replay_channel_wait(Replay *replay, uint32_t object, TraceWait wait, int change, int64_t time);
void replay_channel_send(Replay *replay, uint32_t event);
void replay_channel_receive(Replay *replay, uint32_t event);
void replay_channel_close(Replay *replay, uint32_t event);
void replay_channel_finish(Replay *replay); // sorts the points, pairs the messages

void replay_lock_acquire(Replay *replay, const RecordedEvent *event);
void replay_lock_release(Replay *replay, const RecordedEvent *event);
void replay_lock_finish(Replay *replay);

void replay_cancellation_begin(Replay *replay, uint32_t event);
void replay_cancellation_notice(Replay *replay, const RecordedEvent *event);
void replay_cancellation_end(Replay *replay, const RecordedEvent *event);
void replay_cancellation_finish(Replay *replay);
