// SPDX-License-Identifier: MIT
// Inside of net_build: the tables of a program that all its nets share. Whole-program facts, made once.
#pragma once
#include "solver/net_build.h"

// What a node may write: a piece of the variable, or all of it (`size` 0).
typedef struct Write {
    FunctionId function;
    NodeId node;
    int64_t offset; // -1: anywhere
    uint64_t size;
    bool is_exact; // this very place, with the node's value
    bool is_zero;
} Write;

typedef ARRAY(Write) Writes;

typedef struct RootGaps {
    FunctionId root;
    ARRAY(NetGap) gaps;
} RootGaps;

// What all nets of one program have in common.
struct NetShared {
    const Program *program; // with private locals marked
    const PointsTo *points_to;
    Arena *arena;
    uint32_t *definition_count; // by variable: nodes that assign it (parameters: beside the call)
    ExprId *definition;         // by variable: the value of its assignment
    Writes *writes;             // by variable
    bool *is_ours;              // by variable: nobody outside may reach it
    bool follows_no_cells;      // some event may write more than is listed
    bool locks_have_kinds;      // some lock is made in a way that says what kind it is
    ARRAY(RootGaps) unknown_calls;
};
