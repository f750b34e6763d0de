// SPDX-License-Identifier: MIT
// Inside of net_build: the tables of a program that all its nets share, whole-program facts that are made once; and
// small records of the walk.
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

// One write of a cell that waits test.
typedef struct CellWrite {
    FunctionId function;
    NodeId node;
    NetAction action; // STORE, INCREASE
    int64_t amount;
} CellWrite;

typedef struct SharedCell {
    VariableId variable;
    int64_t offset;
    uint64_t size;
    bool has_value;
    int64_t value; // at the start
    ARRAY(CellWrite) writes;
} SharedCell;

typedef struct RootGaps {
    FunctionId root;
    ARRAY(NetGap) gaps;
} RootGaps;

// What each task type is, beyond its net.
typedef struct TaskFacts {
    bool is_once;      // there is at most one instance
    NetObjectId flag;  // closed when it is canceled; 0: nobody asked
    NetObjectId group; // the bundle that it counts down when it ends; 0: none
    NetPlaceId ending; // where it ends; 0: not made
} TaskFacts;

// A cancel of the tasks of one spawn, or of all in a group, looked up when all tasks are known.
typedef struct PendingCancel {
    NetTransitionId transition;
    FunctionId function;
    NodeId node;
    NetObjectId group;
} PendingCancel;

// How tasks are canceled anywhere in the program.
typedef struct CancelRules {
    bool ends;       // a canceled task ends at the next call that can be canceled
    bool tells;      // its calls fail from then on
    bool is_changed; // tasks change how they are canceled, or have handlers
    bool interrupts; // those who wait at some channel are told that they shall not
    bool serves_all; // a send that reaches all who wait
} CancelRules;

// What all nets of one program have in common.
struct NetShared {
    const Program *program; // with private locals marked
    const PointsTo *points_to;
    Arena *arena;
    uint32_t *definition_count; // by variable: nodes that assign it (parameters: beside the call)
    ExprId *definition;         // by variable: the value of its assignment
    Writes *writes;             // by variable
    bool *is_ours;              // by variable: nobody outside may reach it
    ARRAY(SharedCell) cells;    // that waits test
    bool *writes_cells;         // by function
    bool follows_no_cells;      // some event may write more than is listed
    bool locks_have_kinds;      // some lock is made in a way that says what kind it is
    CancelRules cancel;
    ARRAY(RootGaps) unknown_calls;
};
