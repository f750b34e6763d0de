// SPDX-License-Identifier: MIT
// Findings from races that an exploration has shown: one for each object and pair of task entries, with the other
// places of it as related places. And what every report of a race has in common.
#pragma once
#include "checks/race.h"
#include "checks/run.h"

void race_report_all(Run *run, Exploration *exploration);

// The check that the race belongs to; NULL: none that is enabled.
const Check *race_check_of(const Run *run, const RaceFact *race);

const char *race_message(const Run *run, const Check *check, const RaceFact *race);

// "*v", "s->count": the memory at this address; "…" where the program has no name for it.
const char *race_place_words(const Program *program, Arena *arena, ExprId address);

// Adds the access as a related place, unless its line is there already.
void race_relate(Run *run, Finding *finding, const RaceParty *party);

// What tells the cause: the object and the two tasks.
void race_add_keys(const Run *run, const RaceFact *race, const char *object, Finding *finding);
