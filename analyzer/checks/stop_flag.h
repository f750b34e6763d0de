// SPDX-License-Identifier: MIT
// Flags that tell tasks to end: memory that the loop around a blocked operation asks, and that others have set.
#pragma once
#include "checks/diagnosis.h"

typedef struct StopFlag {
    const char *name; // as the loop writes it: "stop", "worker->stop"; NULL: none
    CallSite asked;   // where
} StopFlag;

// A flag that somebody outside the task's code writes, that the loop around the blocked operation tests, and that as it
// stands now leads out of the loop wherever the operation would end: the task is told to end, and never comes to ask.
StopFlag stop_flag_ignored_by(const Program *program, const PointsTo *points_to, const StuckState *stuck,
                              const Wait *wait, Arena *arena);
