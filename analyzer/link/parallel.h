// SPDX-License-Identifier: MIT
// Whether two places may run at the same time in different tasks. Answers no where starting and joining of tasks
// orders them in the usual ways (before the first spawn, after the join), and yes otherwise. Loops that join tasks are
// taken to join all that the loop of spawns before them started, unless both count and this one certainly turns less
// often (counted_loop.h) or is broken off: silence is preferred to completeness.
#pragma once
#include "link/task_tree.h"

typedef struct Parallel Parallel;

Parallel *parallel_build(const Program *program, const PointsTo *points_to, const CallGraph *calls,
                         const TaskTree *tasks, Arena *arena);

// `left` runs `left_site`, `right` runs `right_site`; the same class twice means two instances of it.
bool parallel_may_happen(const Parallel *parallel, TaskClassId left, CallSite left_site, TaskClassId right,
                         CallSite right_site);

// Whether an instance of `task` may be alive when a task that started it, or started its starter, comes to the node.
bool parallel_may_be_alive(const Parallel *parallel, TaskClassId task, CallSite site);

// The classes that may be alive there, one bit each, for comparing places; NULL for none known.
const uint64_t *parallel_alive_at(const Parallel *parallel, CallSite site, uint32_t *words);

// Whether a task that the function, or what it calls, has started may be alive when the function returns.
bool parallel_leaves_alive(const Parallel *parallel, FunctionId function, TaskClassId task);
