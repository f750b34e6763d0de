// SPDX-License-Identifier: MIT
// What happens before what on a channel (the Go memory model): send i before its receive; receive i before send
// i + capacity; the close before a receive that sees the end. Channels deliver first in, first out, so an operation is
// known by its number. Operations that overlap in time leave several numbers possible: then those that carry the value
// that was received count, and where that does not tell either, all of them. A channel whose order cannot be followed
// (priorities, messages that were never seen being sent) becomes vague: it orders every send before every later
// receive, and the reverse where it is bounded, which orders too much and never too little.
//
// `channel_before` stands before the real call and releases; `channel_after` or `channel_failed` follow it.
#pragma once
#include "sync/sync.h"

enum {
    CHANNEL_MESSAGES = 128,      // messages that were sent and not received, with a clock each; more share the last one
    CHANNEL_BLOCKS = 64,         // clocks of earlier receives; with a large capacity several receives share one
    CHANNEL_VALUE_BYTES = 64,    // of an element, that are looked at
    CHANNEL_UNDER_WAY = 1 << 20, // operations in the whole process
};

#define CHANNEL_UNBOUNDED UINT64_MAX

typedef enum ChannelSide { CHANNEL_SEND, CHANNEL_RECEIVE } ChannelSide;

typedef struct ChannelValue {
    bool is_known;
    uint64_t hash;
} ChannelValue;

// What is known when an operation is over: its number from 1 (0: not known) and how many messages lie in the channel.
typedef struct ChannelMoment {
    uint64_t number, fill;
} ChannelMoment;

ChannelValue channel_value(const void *bytes, size_t size); // not known when `bytes` is NULL or `size` 0

// `element_size` 0: not known.
void channel_open(Task *task, uintptr_t address, uint64_t capacity, size_t element_size, uintptr_t counter);
size_t channel_element_size(uintptr_t address);
void channel_make_vague(Task *task, uintptr_t address);

void channel_before(Task *task, uintptr_t address, ChannelSide side, ChannelValue value);
ChannelMoment channel_after(Task *task, uintptr_t address, ChannelSide side, ChannelValue value);
void channel_failed(Task *task, uintptr_t address, ChannelSide side);

void channel_close(Task *task, uintptr_t address);     // before the real call
void channel_saw_close(Task *task, uintptr_t address); // after an operation that found it closed
bool channel_is_closed(uintptr_t address);
bool channel_is_followed(uintptr_t address); // its counts tell who may go on
// Whether an operation under way may have been served already, or could be now, by the counts of what has ended.
bool channel_may_go_on(uintptr_t address, ChannelSide side);
void channel_free(Task *task, uintptr_t address);
typedef struct Channel Channel;
void channel_discard(Channel *channel); // its object is forgotten
