// SPDX-License-Identifier: MIT
#include "trace/replay.h"

#include <stdlib.h>

static void add_point(Replay *replay, uint32_t object, int64_t time) {
    States *states = replay->states;
    ChannelState *channel = &replay->channels[object];
    array_push(&states->points, states->recording->arena,
               (ChannelPoint){.time = time,
                              .object = object,
                              .order = states->points.count,
                              .fill = channel->fill,
                              .senders = channel->senders,
                              .receivers = channel->receivers,
                              .is_closed = channel->is_closed});
}

void replay_channel_wait(Replay *replay, uint32_t object, TraceWait wait, int change, int64_t time) {
    bool is_sender = wait == QWAIT_SEND;
    bool is_receiver = wait == QWAIT_RECEIVE || wait == QWAIT_SEMAPHORE || wait == QWAIT_COUNTER;
    if (!object || (!is_sender && !is_receiver)) return;
    uint32_t *count = is_sender ? &replay->channels[object].senders : &replay->channels[object].receivers;
    *count += (uint32_t)change;
    add_point(replay, object, time);
}

// Who counts around the calls may see a send end before the receive that made room for it.
static uint32_t possible_fill(const Replay *replay, const RecordedEvent *event) {
    const RecordedObject *object = &replay->states->recording->objects.items[event->object];
    bool is_too_much = object->kind == QOBJECT_CHANNEL && event->value > object->capacity;
    return is_too_much ? (uint32_t)object->capacity : event->value;
}

static void transfer(Replay *replay, uint32_t index, bool is_receive) {
    const RecordedEvent *event = &replay->states->recording->events.items[index];
    if (!event->object) return;
    replay->channels[event->object].fill = possible_fill(replay, event);
    add_point(replay, event->object, event->time);
    if (event->sequence)
        array_push(&replay->ends, replay->states->recording->arena,
                   (MessageEnd){event->object, event->sequence, index, is_receive});
}

void replay_channel_send(Replay *replay, uint32_t event) {
    transfer(replay, event, false);
}

void replay_channel_receive(Replay *replay, uint32_t index) {
    const RecordedEvent *event = &replay->states->recording->events.items[index];
    if (event->flags & QTRACE_AT_END)
        replay_cancellation_notice(replay, event);
    else
        transfer(replay, index, true);
}

void replay_channel_close(Replay *replay, uint32_t index) {
    const RecordedEvent *event = &replay->states->recording->events.items[index];
    if (!event->object) return;
    replay->channels[event->object].fill = event->value;
    replay->channels[event->object].is_closed = true;
    add_point(replay, event->object, event->time);
    replay_cancellation_begin(replay, index);
}

static int compare_points(const void *left, const void *right) {
    const ChannelPoint *a = left, *b = right;
    if (a->object != b->object) return a->object < b->object ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int compare_ends(const void *left, const void *right) {
    const MessageEnd *a = left, *b = right;
    if (a->object != b->object) return a->object < b->object ? -1 : 1;
    if (a->sequence != b->sequence) return a->sequence < b->sequence ? -1 : 1;
    if (a->is_receive != b->is_receive) return a->is_receive ? 1 : -1;
    return a->event < b->event ? -1 : a->event > b->event;
}

static int compare_messages(const void *left, const void *right) {
    const MessagePath *a = left, *b = right;
    if (a->send != b->send) return a->send < b->send ? -1 : 1;
    return a->receive < b->receive ? -1 : a->receive > b->receive;
}

void replay_channel_finish(Replay *replay) {
    States *states = replay->states;
    if (states->points.count)
        qsort(states->points.items, states->points.count, sizeof *states->points.items, compare_points);
    if (!replay->ends.count) return;
    qsort(replay->ends.items, replay->ends.count, sizeof *replay->ends.items, compare_ends);
    for (uint32_t i = 0; i + 1 < replay->ends.count; i++) {
        const MessageEnd *send = &replay->ends.items[i], *receive = send + 1;
        bool is_pair = send->object == receive->object && send->sequence == receive->sequence && !send->is_receive &&
                       receive->is_receive;
        if (is_pair)
            array_push(&states->messages, states->recording->arena, (MessagePath){send->event, receive->event});
    }
    if (states->messages.count)
        qsort(states->messages.items, states->messages.count, sizeof *states->messages.items, compare_messages);
}
