// SPDX-License-Identifier: MIT
// Private to uses.c (single nodes) and uses_flow.c (ways through functions).
#pragma once
#include "explorer/uses.h"
#include "link/pair_map.h"

struct UsesTable {
    const Program *program;
    const PointsTo *points_to;
    const Relevance *relevance;
    const uint8_t *reads_atomic; // per expression
    const uint8_t *is_shared;    // per site
    Arena *arena;                // of one question
    Arena *kept;
    PairMap object_bits, memory_bits; // site -> its bit
    PairMap ahead;                    // function, node -> 1 + index of what is used there or later
    PairMap whole;                    // function -> 1 + index of what is used in it, with what it calls and starts
    PairMap tails;                    // function, node -> 1 + index of what comes before the next stops
    ARRAY(Uses) known;
    ARRAY(UsesTail) known_tails;
};

bool uses_is_executed(const UsesTable *table, FunctionId function, NodeId node);
bool uses_is_scope(const UsesTable *table); // a slice for a scope
void uses_add_node_itself(UsesTable *table, Uses *uses, FunctionId function, NodeId node);
FunctionSet uses_callees(UsesTable *table, FunctionId function, NodeId node);
