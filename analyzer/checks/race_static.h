// SPDX-License-Identifier: MIT
// Findings from race candidates that no exploration has decided: both tasks' calls, the locks they hold, the accesses.
#pragma once
#include "checks/race.h"
#include "checks/run.h"
#include "races/races.h"

typedef struct RaceContext {
    Run *run;
    const Locksets *locksets;
    const TaskTree *tasks;
} RaceContext;

// Reports the candidate as its verdict says: feasible, or suspected with the reason.
void race_static_report(const RaceContext *context, const RaceCandidate *candidate);
