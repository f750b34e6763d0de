// SPDX-License-Identifier: MIT
// The graph under construction; one step per file, in the order below. Inside graph/ only.
#pragma once
#include "graph/communication_graph.h"

typedef struct GraphBuilder {
    const Program *program;
    const PointsTo *points_to;
    Arena *arena;
    bool **reached_nodes; // per function, made when asked for
    ARRAY(GraphTask) tasks;
    ARRAY(GraphFunctions) functions;
    ARRAY(GraphSpawn) spawns;
    ARRAY(GraphObject) objects;
    ARRAY(GraphObjectId) next_of_site; // per object: the next object of its site
    GraphObjectId *first_of_site;
    ARRAY(GraphOperation) operations;
    ARRAY(GraphUse) uses;
    ARRAY(GraphMeet) meets;
    ARRAY(GraphScope) scopes;
} GraphBuilder;

// reach.c
// Nodes that can be reached from the function's entry, indexed by NodeId.
const bool *reach_nodes(GraphBuilder *builder, FunctionId function);
// Functions that calls lead to from `entry`, itself included.
GraphFunctions reach_functions(GraphBuilder *builder, FunctionId entry);
// Whether the event is something that other tasks can notice or be noticed by.
bool reach_is_event(const Api *api);

// tasks.c: tasks, functions, spawns.
void build_tasks(GraphBuilder *builder);

// objects.c
// The object that the pointee is, made when it is new; 0 when it is none. `kind` is what the call takes it for.
GraphObjectId graph_build_object(GraphBuilder *builder, Pointee pointee, ObjectKind kind);
// The library function that made it, or NULL.
const Api *object_maker(const GraphBuilder *builder, const GraphObject *object);
bool objects_may_be_same(const GraphObject *left, const GraphObject *right);
bool objects_are_two_ends(const GraphObject *left, const GraphObject *right);
// Capacities and names, when all operations are known.
void finish_objects(GraphBuilder *builder);
const char *object_name(const GraphBuilder *builder, GraphObjectId object);

// operations.c: operations, uses, objects.
void build_operations(GraphBuilder *builder);

// select_cases.c: adds the uses of a select's cases that send, or of those that receive. Whether there were any.
bool build_select_uses(GraphBuilder *builder, GraphOperationId operation, EventKind direction);
bool build_uses_of_set(GraphBuilder *builder, GraphOperationId operation, OperandRole role, PointeeSet set,
                       ObjectKind kind);

// meets.c, scopes.c
void build_meets(GraphBuilder *builder);
void build_scopes(GraphBuilder *builder);

// constant.c: the value of an expression when it is fixed; looks through the call that `site` was cloned for.
bool constant_value(const GraphBuilder *builder, FunctionId function, ExprId expr, const Site *site, int64_t *value);
// The value of an operand of an event, when it is fixed.
bool constant_operand(const GraphBuilder *builder, FunctionId function, const Node *event, OperandRole role,
                      const Site *site, int64_t *value);
