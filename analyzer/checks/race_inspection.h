// SPDX-License-Identifier: MIT
// What a check works with that reads the candidates for data races themselves: it runs once per program that has some,
// after data races were decided and reported.
#pragma once
#include "checks/inspection.h"
#include "races/belief.h"
#include "races/publication.h"

typedef struct RaceInspection {
    Inspection program;
    const Races *races;
    const TaskTree *tasks;
    const Parallel *parallel;
    const bool *is_apart; // per candidate: exploration to the end has not seen it race
} RaceInspection;

// "worker"; "a caller" for what other code calls in no known task.
const char *race_inspection_task(const RaceInspection *inspection, TaskClassId task);
