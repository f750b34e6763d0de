// SPDX-License-Identifier: MIT
// Where exploration starts: the program's entries or, in a unit that has none, the functions that others may
// call; of these only those under which a channel is made, or another object waited on, that stays inside the program.
#pragma once
#include "link/call_graph.h"
#include "link/relevance.h"

typedef struct Roots {
    ARRAY(FunctionId) functions;
    uint32_t open_objects; // channels that code outside the program may use
} Roots;

Roots roots_find(const Program *program, const PointsTo *points_to, const CallGraph *calls, const Relevance *relevance,
                 Arena *arena);
