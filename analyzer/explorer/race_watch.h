// SPDX-License-Identifier: MIT
// Data races by exploration. Candidates are scheduling points: a task stands before the first one of each section of
// its work, a section being what it does between two synchronisations. When two tasks can make their next step in one
// state, neither step is ordered before the other, and accesses of both to one byte race (C17 5.1.2.4p25) unless both
// only read or both are atomic. Persistent sets keep every such state: the steps depend on each other (reduce.h). So a
// search that has visited everything without finding a pair has shown that there is none. Atomic operations are taken
// to synchronise whatever their memory order says.
#pragma once
#include "explorer/access.h"
#include "explorer/search.h"

typedef struct RaceWatch RaceWatch;

RaceWatch *race_watch_create(Search *search);
void race_watch_destroy(RaceWatch *races);

// Around each step from a state: what the move's task touches is kept until the state is left.
void race_step_begin(RaceWatch *races, const State *from, Move move);
void race_step_end(RaceWatch *races, Move move);

// All moves of the state were made: new pairs become misuses of kind VIOLATION_RACE. A pair is made sure of by making
// one step after the other, since the choices of both have to go together.
void race_state_end(RaceWatch *races, uint32_t state);
