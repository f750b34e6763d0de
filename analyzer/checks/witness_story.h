// SPDX-License-Identifier: MIT
// Turns a replayed witness into a finding's tasks and steps: only the tasks that matter, only the events
// that the blocked operations depend on, each in words.
#pragma once
#include "checks/diagnosis.h"
#include "checks/names.h"

typedef struct StoryRequest {
    const Program *program;
    const PointsTo *points_to;
    const StuckState *stuck;
    const Diagnosis *diagnosis;
    const Witness *witness;
    Arena *arena;
} StoryRequest;

// Fills finding->tasks, steps and related (spawn sites, what was made where, peers that will not come).
void story_tell(const StoryRequest *request, Finding *finding);
