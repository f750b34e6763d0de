// SPDX-License-Identifier: MIT
// What other rooms do around each interposed call: traces, waits, steering. They register at start, before there are
// threads; hooks run in the calling task, with the call's errno kept, and take no time in calls when there are none.
#pragma once
#include "interpose/call.h"
#include "sync/channel.h"
#include "task/task.h"

enum { HOOK_LIMIT = 4 };

typedef struct InterposedMoment {
    const InterposedCall *row;
    Task *task;
    uintptr_t object;  // address that stands for it; 0: none
    uintptr_t mutex;   // of a condition wait
    uintptr_t counter; // where the call returns to
    Task *other;       // that is started or joined, where known
    uint32_t case_count;
    const struct SelectCase *cases; // of a select
    bool may_wait, is_timed;        // it may block; and ends by itself
    OutcomeKind outcome;            // after the call
    int chosen;                     // of a select, after the call; -1 none or not known
    ChannelMoment channel;          // of a send or receive, after the call
} InterposedMoment;

typedef struct InterposeHook {
    void (*before)(const InterposedMoment *moment); // either may be NULL
    void (*after)(const InterposedMoment *moment);
} InterposeHook;

void interpose_add_hook(InterposeHook hook);
