// SPDX-License-Identifier: MIT
// The engines in order: the explorer first, which is exact on what it can visit; where it had to cut or its budget ran
// out, the marking equations, which prove the scope for every count or leave a candidate; a candidate is looked for in
// the program itself, along the model; at last the order formula of the unrolled scope, whose runs are looked for in
// the same way. Only what the explorer can replay is called a bug. The first definite answer wins, but for a bug that
// hangs on a guess: there a proof of the marking equations, which guess nothing, wins.
#pragma once
#include "explorer/explore.h"
#include "solver/marking.h"
#include "solver/order.h"

typedef struct LadderQuestion {
    const Program *program;
    const PointsTo *points_to;
    const Relevance *relevance;
    FunctionId root;
    const char *scope; // name for the solver's dumps
    ExploreOptions options;
    bool is_first_try; // parts of the program will be asked about: what is left open is not looked for at length
    bool asks_all;     // every engine answers, and their answers are compared
    const Net *net;    // NULL: made from the program; for tests
} LadderQuestion;

// The exploration with the verdict of whichever engine answered; `disagreement` says when two cannot both be right,
// which is our own fault. Everything lives in `arena`.
Exploration *ladder_decide(const LadderQuestion *question, Arena *arena);

// The net that the solver is asked about.
const Net *ladder_net(const LadderQuestion *question, Arena *arena);

// What Exploration.asked would be if the explorer left it open. Equal explorations and equal hashes give equal
// verdicts.
Hash ladder_would_ask(const LadderQuestion *question, Arena *arena);

// What each engine says of one scope.
typedef struct LadderOpinions {
    const Exploration *exploration; // as the explorer left it
    const MarkingResult *marking;   // NULL: not asked
    const OrderResult *order;       // NULL: not asked
} LadderOpinions;

// Why they cannot all be right, or NULL.
const char *ladder_disagreement(const LadderOpinions *opinions);
