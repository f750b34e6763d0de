// SPDX-License-Identifier: MIT
// The rules of channels: rendezvous, bounded and unbounded, close, and the hand-over between a running
// task and a parked one. Follows each library's model (ChannelRules).
#pragma once
#include "explorer/machine.h"

// What a close leaves for every later receive lies in the channel's own memory, beyond what programs write there.
#define LAST_ELEMENT_OFFSET (INT64_C(1) << 40)

typedef enum Attempt {
    ATTEMPT_DONE,
    ATTEMPT_CLOSED, // of a receive: `*element` holds what the close left, if anything
    ATTEMPT_BLOCKED,
} Attempt;

const ChannelRules *channel_rules(const Machine *machine, const Object *channel);

// Tries one direction of `channel` for the machine's task and serves the partner that waits longest.
// On ATTEMPT_DONE, `*element` was taken over from, or holds, what was transferred and `*partner` is who it was served
// to or by.
Attempt channel_try(Machine *machine, ObjectId channel, uint8_t stream, bool is_send, Cells *element, TaskId *partner);

// Whether channel_try would not block.
bool channel_is_ready(Machine *machine, ObjectId channel, uint8_t stream, bool is_send);

// The stream that a handle's send (or receive) uses: of a pair, what one end sends the other receives.
uint8_t channel_stream(const Object *channel, int64_t handle, bool is_send);

// The element behind a send's operand, and what a receive does with it.
Cells channel_element(Machine *machine, const Node *node, const Api *api, Value operand, ObjectId channel);
void channel_deliver(Machine *machine, TaskId task, const Api *api, Value operand, ObjectId channel,
                     const Cells *element);

// Lets a parked task go on whose case `wait` was served.
void channel_serve(Machine *machine, TaskId task, const WaitCase *wait, OutcomeKind outcome, const Cells *element);

// Gives the element to every task that waits to receive; returns to how many.
uint32_t channel_serve_all(Machine *machine, ObjectId channel, const Cells *element);

bool channel_close(Machine *machine, ObjectId channel, int64_t handle, const Api *api);
