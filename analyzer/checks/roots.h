// SPDX-License-Identifier: MIT
// Where exploration starts: the program's entries or, in a unit that has none, the functions that others may
// call; of these only those under which a channel is made, or another object waited on, that stays inside the program.
#pragma once
#include "link/call_graph.h"
#include "link/points_to.h"

typedef struct Roots {
    ARRAY(FunctionId) functions;
    uint32_t open_objects; // channels that code outside the program may use
    bool starts_alone;     // tasks run that no function starts: entries matter whatever they do
} Roots;

// All that may be roots; those in which nothing is relevant are for the caller to leave out, unless `starts_alone`.
Roots roots_find(const Program *program, const PointsTo *points_to, const CallGraph *calls, Arena *arena);
