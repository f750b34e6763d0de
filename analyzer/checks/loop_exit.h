// SPDX-License-Identifier: MIT
// How the loop around an event ends: by the event's own outcome, followed through what is computed from its result.
#pragma once
#include "checks/outcome_walk.h"
#include "explorer/explore.h"

// The task stands at a receive. Whether every way on from a value that was received comes back to the
// receive, and a close does lead on. The loop may stand in a function that called the receiving one, up to three
// calls up. Ways that end the process do not count.
bool loop_ends_by_close_alone(const Program *program, const TaskView *task, Arena *arena);

// Where the event leads when it returns `value`.
typedef struct LoopWay {
    bool leaves;     // some way leaves the function without coming back to the event
    bool comes_back; // some way comes back
} LoopWay;

// Both are false when there are too many ways to tell.
LoopWay loop_way_of(const Program *program, CallSite event, int64_t value, Arena *arena);
