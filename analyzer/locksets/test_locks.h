// SPDX-License-Identifier: MIT
// For this room's tests only: locks beside what link/test_program.h builds.
#pragma once
#include "link/test_program.h"
#include "locksets/locksets.h"

static const Api api_unlock = {.function = "unlock",
                               .event = EVENT_UNLOCK,
                               .object = OBJECT_MUTEX,
                               .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_take = {.function = "take",
                             .event = EVENT_LOCK,
                             .object = OBJECT_MUTEX,
                             .blocking = BLOCKING_FOREVER,
                             .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}},
                             .outcomes = {[OUTCOME_OK] = {true, true, 0}}};
static const Api api_try = {.function = "try",
                            .event = EVENT_LOCK,
                            .object = OBJECT_MUTEX,
                            .blocking = BLOCKING_NEVER,
                            .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}},
                            .outcomes = {[OUTCOME_OK] = {true, true, 0}, [OUTCOME_BUSY] = {true, true, 16}}};

static inline Locksets *analyse(Build *b) {
    PointsTo *points_to = points_to_solve(b->program, b->arena, 1000000);
    CallGraph *calls = call_graph_build(b->program, points_to, b->arena);
    TaskTree *tasks = task_tree_build(b->program, points_to, calls, b->arena);
    Locksets *locksets = locksets_build(b->program, points_to, calls, tasks, b->arena);
    locksets_find_problems(locksets);
    return locksets;
}

static inline uint32_t count_of(const Locksets *locksets, LockProblemKind kind) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < locksets->problem_count; i++) count += locksets->problems[i].kind == kind;
    return count;
}

static inline VariableId mutex(Build *b, const char *name) {
    return variable(b, name, VARIABLE_GLOBAL, (ValueType){TYPE_AGGREGATE, false, false, 40}, 40);
}

static inline NodeId take(Build *b, VariableId lock) {
    return event(b, api_take, 0, 1, at(b, lock), 0, 0);
}

static inline NodeId give(Build *b, VariableId lock) {
    return event(b, api_unlock, 0, 1, at(b, lock), 0, 0);
}

static inline NodeId start(Build *b, FunctionId function, VariableId handle) {
    return event(b, api_spawn, 0, 3, at(b, handle), code(b, function), number(b, 0));
}
