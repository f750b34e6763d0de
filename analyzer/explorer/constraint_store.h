// SPDX-License-Identifier: MIT
// The path condition of a state, decided cheaply while the explorer runs: difference constraints by
// shortest paths (Bellman-Ford), disequalities by tightening bounds. What it calls open may still be
// infeasible: a witness's full path condition goes to Z3 (feasibility.h) before it is reported.
#pragma once
#include "explorer/state.h"

typedef enum Decision { DECISION_FALSE, DECISION_TRUE, DECISION_OPEN } Decision;

// Is "left operator right + constant" implied, excluded or open? `operator_` is a comparison.
Decision constraints_decide(const State *state, Arena *scratch, PathConstraint question);

// Adds what was decided to be open.
void constraints_add(State *state, Arena *arena, PathConstraint constraint);
