// SPDX-License-Identifier: MIT
// Waits summed up: by way of waiting, object and stack; and who holds up whom at the end of a trace.
#pragma once
#include "trace/states.h"

typedef struct WaitGroup {
    TraceWait wait;
    uint32_t object, site;
    uint32_t mark;       // text; 0 none, or not told apart
    uint32_t count;      // waits, those that last until the end included
    uint32_t open_count; // those
    uint64_t total;      // nanoseconds
    int64_t longest;     //
    int64_t oldest_open; // age of the oldest one that lasts until the end; 0 without
    uint32_t first_open; // task of that one
} WaitGroup;

typedef ARRAY(WaitGroup) WaitGroups;

// Longest total first. Equal stacks under several ids are one. With `by_mark` waits after different marks of their
// tasks are told apart.
void waits_group(const States *states, bool by_mark, WaitGroups *groups);

// The task that `slice`, a wait that lasts until the end, hangs on: who has the lock, or who is to be joined. 0 when
// that is nobody or cannot be told.
uint32_t waits_blocker(const States *states, const Slice *slice);

// Tasks that wait for each other in a circle at the end, each circle once, starting with its lowest task.
typedef ARRAY(uint32_t) TaskCircle;
typedef ARRAY(TaskCircle) TaskCircles;
void waits_find_circles(const States *states, TaskCircles *circles);

// Why a wait at a channel cannot go on: "its buffer is full (4 of 4)", …; "" where it is no channel.
const char *waits_reason(const States *states, const Slice *slice);
