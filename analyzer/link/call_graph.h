// SPDX-License-Identifier: MIT
// The call graph that points-to found: who calls and who spawns whom, cycles, and what a function reaches.
// Calls are CALL nodes and the functions of a once; spawns are kept apart, since the spawned task runs on its own.
#pragma once
#include "link/points_to.h"

typedef struct CallGraph CallGraph;

typedef struct CallSite {
    FunctionId function; // the caller
    NodeId node;
} CallSite;

typedef struct CallSiteList {
    const CallSite *items; // sorted by function, node
    uint32_t count;
} CallSiteList;

typedef struct FunctionList {
    const FunctionId *items;
    uint32_t count;
} FunctionList;

CallGraph *call_graph_build(const Program *program, const PointsTo *points_to, Arena *arena);

CallSiteList call_graph_callers(const CallGraph *graph, FunctionId function);  // places that call it
CallSiteList call_graph_spawners(const CallGraph *graph, FunctionId function); // SPAWN nodes that start it
FunctionList call_graph_callees(const CallGraph *graph, FunctionId function);  // each once, sorted; also undefined ones
FunctionList call_graph_spawned(const CallGraph *graph, FunctionId function);  // that it starts as tasks, each once

// Whether a call of the function may lead to another call of it before it returns.
bool call_graph_is_recursive(const CallGraph *graph, FunctionId function);

// All functions, callees before callers except within recursion.
FunctionList call_graph_bottom_up(const CallGraph *graph);

// Sets is_reached[f], for every function f that `from` reaches through calls, itself included; the rest is left as
// it was. Size of the array: program->functions.count.
void call_graph_mark_reached(const CallGraph *graph, FunctionId from, bool *is_reached);

// Marks, beside the functions marked already, what they reach through calls and spawns.
void call_graph_spread(const CallGraph *graph, bool *is_marked, Arena *scratch);
