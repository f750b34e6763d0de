// SPDX-License-Identifier: MIT
// What a task may still do from where it stands: every event on every way ahead of it, through calls and
// through the tasks it would start. An over-approximation, so "nobody will ever receive" is certain.
#pragma once
#include "explorer/explore.h"
#include "link/points_to.h"

// `is_of_spawned` says that a task started on the way would do it, not the task itself.
// Calls `visit` for each event node that lies ahead (or, for a task that ended, nothing), each once, until it returns
// true.
typedef bool (*FutureVisit)(void *context, CallSite event, bool is_of_spawned);
bool future_of_task(const Program *program, const PointsTo *points_to, const TaskView *task, Arena *arena,
                    FutureVisit visit, void *context, CallSite *found);

// The same for everything that a function and what it calls and starts contain.
bool future_of_function(const Program *program, const PointsTo *points_to, FunctionId function, Arena *arena,
                        FutureVisit visit, void *context, CallSite *found);
