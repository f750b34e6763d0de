// SPDX-License-Identifier: MIT
// Read-modify-write and check-then-act split over a switch, as far as one function shows them: a node reads shared
// memory, another task of the same cooperative scheduler may run behind it, and a later node of the function writes the
// memory from the value read, or because of a branch on it. Only where a task of that scheduler that may be alive
// meanwhile writes the memory too. These are questions for the explorer (explorer/stale_watch.h), not findings.
#pragma once
#include "link/parallel.h"

typedef struct SwitchPair {
    FunctionId function;
    NodeId read, act;
    ExprId address; // that is read from
    NodeId check;   // the branch on it that the act hangs on; 0: the act uses the value
    bool way;       // of the check, that leads to the act
    NodeId between; // some node between the two that lets others run
    CallSite other; // some write by another task
    Pointee object;
    bool is_exact; // read, act and the other write mean this one object and no other
} SwitchPair;

typedef struct SwitchPairs {
    const SwitchPair *items; // by function
    uint32_t count;
    uint8_t **writers; // per function (NULL: none), per node: writes memory that some pair is about
    uint8_t **nodes;   // the same for all nodes that the questions are about, with all that lets others run
} SwitchPairs;

// Everything lives in `arena`. None without cooperative tasks, at almost no cost.
SwitchPairs *switch_pairs_find(const Program *program, const PointsTo *points_to, const CallGraph *calls,
                               const TaskTree *tasks, Arena *arena);
