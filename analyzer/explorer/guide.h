// SPDX-License-Identifier: MIT
// Goes first where a solver's model leads: of all states found, the one that has done most of the operations that the
// model executes, in its order as far as it has one, is expanded next (best-first search; Hart, Nilsson, Raphael 1968),
// and from there always the best of its successors, down to an end. What the model does not execute is put off, not
// left out: a guide never decides what is true, it only finds a stuck state of the program early. Ends at the first
// state that nothing leaves and where somebody waits.
#pragma once
#include "explorer/search.h"

typedef struct GuideStep {
    FunctionId function;
    NodeId node;
} GuideStep;

typedef struct Guide {
    const GuideStep *steps; // operations that complete, in order
    uint32_t count;
    bool is_ordered; // else only how often each is done matters
} Guide;

void guide_run(Search *search, const Guide *guide);
