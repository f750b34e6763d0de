// SPDX-License-Identifier: MIT
// The engines in order: the explorer first, which is exact on what it can visit; where it had to cut or its budget
// ran out, the marking equations, which prove the scope for every count or leave a candidate.
#pragma once
#include "explorer/explore.h"

typedef struct LadderQuestion {
    const Program *program;
    const PointsTo *points_to;
    const Relevance *relevance;
    FunctionId root;
    const char *scope; // name for the solver's dumps
    ExploreOptions options;
} LadderQuestion;

// The exploration with the verdict of whichever engine answered. Everything lives in `arena`.
Exploration *ladder_decide(const LadderQuestion *question, Arena *arena);
