// SPDX-License-Identifier: MIT
// For this room's tests only: candidates of a program made with link/test_program.h.
#pragma once
#include "locksets/test_locks.h"
#include "races/races.h"

static inline Races *find_races(Build *b) {
    PointsTo *points_to = points_to_solve(b->program, b->arena, 1000000);
    CallGraph *calls = call_graph_build(b->program, points_to, b->arena);
    TaskTree *tasks = task_tree_build(b->program, points_to, calls, b->arena);
    Locksets *locksets = locksets_build(b->program, points_to, calls, tasks, b->arena);
    Parallel *parallel = parallel_build(b->program, points_to, calls, tasks, b->arena);
    return races_build(b->program, points_to, calls, tasks, parallel, locksets, b->arena);
}

static inline VariableId global(Build *b, const char *name) {
    return variable(b, name, VARIABLE_GLOBAL, type_int, 4);
}

static inline NodeId write(Build *b, VariableId variable) {
    return assign(b, at(b, variable), number(b, 1));
}

static inline NodeId read(Build *b, VariableId from) {
    return assign(b, at(b, local(b, "x", type_int)), value(b, from));
}

static inline NodeId start_with(Build *b, FunctionId function, VariableId handle, ExprId argument) {
    return event(b, api_spawn, 0, 3, at(b, handle), code(b, function), argument);
}

static inline NodeId wait_for(Build *b, VariableId handle) {
    return event(b, api_join, 0, 2, value(b, handle), number(b, 0), 0);
}
