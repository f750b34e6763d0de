// SPDX-License-Identifier: MIT
// The communication graph of a program: which tasks there are, which objects they meet at, what they do to them, who
// starts whom, who may meet whom. Built after points-to, before any solving; checks and the solver read it, the facts
// store keeps it, graph_draw.h draws it. It is an over-approximation: what is not in it cannot happen, up to what
// points-to reports as unknown. Equal programs give equal graphs, ids included.
#pragma once
#include "facts/graph_rows.h"
#include "link/points_to.h"

// A connected component of tasks and the objects at which they wait or end each other's waiting.
typedef struct GraphScope {
    const GraphTaskId *tasks; // ascending
    const GraphObjectId *objects;
    uint32_t task_count, object_count, operation_count;
} GraphScope;

// The functions whose code a task may run, spawned ones excluded; its entry comes first.
typedef struct GraphFunctions {
    const FunctionId *items;
    uint32_t count;
} GraphFunctions;

typedef struct CommunicationGraph {
    const Program *program;
    GraphRows rows;
    const GraphFunctions *functions; // by GraphTaskId
    const GraphScope *scopes;        // slot 0 unused; numbered by their first task
    uint32_t scope_count;            // including slot 0
} CommunicationGraph;

// Roots are the defined entry functions. A unit without one is taken as a library: its roots are the exported
// functions that reach an event and that nothing in the unit calls or spawns (all such functions when calls go in
// circles). Everything lives in `arena`.
CommunicationGraph *graph_build(const Program *program, const PointsTo *points_to, Arena *arena);

// Whether some instances of the two operations may belong to different tasks.
bool graph_are_concurrent(const CommunicationGraph *graph, GraphOperationId left, GraphOperationId right);

// Stores it with its unit.
Status graph_store(const CommunicationGraph *graph, Facts *facts, int64_t unit, Messages *messages);
