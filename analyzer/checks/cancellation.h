// SPDX-License-Identifier: MIT
// Channels that tell tasks to end. What makes one, in a library that knows only channels: it carries no data (it is
// closed and never sent to, or only constants are sent), or the case that takes it ends the loop around a select.
#pragma once
#include "checks/channel_uses.h"
#include "checks/diagnosis.h"

typedef struct CancelSignal {
    ObjectId object;  // 0: none
    CallSite listens; // where it is listened to: another operation of the task, or a select of the same work
} CancelSignal;

// A signal that has been given (closed, sent into the buffer, or its sender is waiting) when the task became stuck,
// that the task or others at the same work listen to elsewhere, and that this wait leaves out.
CancelSignal cancellation_ignored_by(const Program *program, const PointsTo *points_to, const ChannelUses *uses,
                                     const StuckState *stuck, const Wait *wait, Arena *arena);

// Whether taking what this use waits for ends the loop around it.
bool cancellation_ends_loop(const Program *program, const ChannelUses *uses, const ChannelUse *use, Arena *arena);

// The same, and the function is left by nothing else that the event can end in.
bool cancellation_alone_ends_loop(const Program *program, const ChannelUses *uses, const ChannelUse *use, Arena *arena);

// Whether the program has any operation that sends to the channel or closes it; true when that cannot be told.
bool cancellation_is_ever_given(const ChannelUses *uses, SiteId site);
