// SPDX-License-Identifier: MIT
// Findings from the static lock analysis: the tasks' stories in order, with calls, places and the locks that are held.
#pragma once
#include "checks/inspection.h"
#include "locksets/locksets.h"

// The first task that runs the function, as users name it; the function itself when none is known.
const char *lock_story_task(const Inspection *inspection, FunctionId function);
const char *lock_story_class(const Inspection *inspection, TaskClassId task);

// The lock as the operation at the end of the chain writes it: "l->mu".
const char *lock_story_name(const Inspection *inspection, const SiteChain *site);

// A finding at the operation that is wrong, with its story, places and keys; the message is left to the check.
Finding lock_story_of_problem(const Inspection *inspection, const LockProblem *problem);
Finding lock_story_of_cycle(const Inspection *inspection, const LockCycle *cycle);

// Whether the problem is left to the explorer, which has seen every execution of the function, or is told already
// by a finding at its place.
bool lock_story_is_told(const Inspection *inspection, const LockProblem *problem);
bool lock_story_is_cycle_told(const Inspection *inspection, const LockCycle *cycle);

// Reports each problem of the kind that is not told; `describe` gives the message, or NULL to leave it out.
struct Check;
typedef const char *(*LockProblemDescribe)(const Inspection *inspection, const LockProblem *problem);
void lock_story_report(const Inspection *inspection, const struct Check *check, LockProblemKind kind,
                       LockProblemDescribe describe);
