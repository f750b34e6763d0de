// SPDX-License-Identifier: MIT
// Inside of net_build: the product of call chain, node and what is known of the locals, walked once per point.
//   net_build.c        roots, branches, calls, tasks; net_build_point.c the way to the next place
//   net_build_loop.c   natural loops of a function and their trips; which locals are still read
//   net_build_value.c  environments: what is known of the locals; net_build_cell.c memory that is written once
//   net_build_predicate.c memory that is tested before a wait
//   net_build_object.c which object an operand names, in its call chain
//   net_build_cancel.c tasks that are ended from outside, bundles of tasks
//   net_build_event.c  library calls; net_build_select.c the cases of a select
//   net_build_leaf.c   locks that never make anybody stuck
#pragma once
#include "link/control_flow.h"
#include "link/tracked_variable.h"
#include "solver/net_build.h"
#include "solver/net_build_share.h"

typedef uint32_t ContextId, EnvironmentId;

// What is known of a value.
typedef struct Known {
    enum { KNOWN_NOTHING, KNOWN_AMOUNT, KNOWN_NOT_ZERO } kind;
    NetAmount amount;
} Known;

static inline Known known_constant(int64_t value) {
    return (Known){KNOWN_AMOUNT, {0, value}};
}

// A loop of the function's graph that is entered at `head` only.
typedef struct BuildLoop {
    NodeId head;
    bool *contains; // by node
    uint32_t size;
    bool is_counted;   // for (counter = …; counter `comparison` bound; counter += step), or the mirror
    NodeId branch;     // that asks for another turn
    bool is_body_next; // the branch's `next` leads into the body
    VariableId counter;
    Operator comparison; // with the counter on the left
    ExprId bound;
    int64_t step;               // 1 or -1
    ARRAY(VariableId) assigned; // inside
} BuildLoop;

typedef struct FunctionFacts {
    ControlFlow *flow;
    ARRAY(BuildLoop) loops; // outer before inner
    uint64_t **live;        // by node: bits over `variables`
    ARRAY(VariableId) variables;
} FunctionFacts;

// One activation of a function: the call chain that led to it.
typedef struct Context {
    NetTaskId task;
    ContextId caller;  // 0 at the bottom of a task
    ContextId spawner; // of the task, when this is its bottom
    FunctionId function;
    NodeId call;       // in the caller or spawner
    VariableId result; // of the call
    uint32_t depth;
    bool is_once; // happens at most once in a run
} Context;

enum { POINT_SLOTS = 16384 }; // above twice the points that there may be

enum { FACTS = 24, LOOP_FACTS = 6 };

// `key` is a VariableId, or an object's id with HELD_LOCK set: the mode in which this task holds it.
enum { HELD_LOCK = 1u << 31 };
typedef struct Fact {
    uint32_t key;
    Known known;
} Fact;

// Inside this loop, which was entered with `entry` (after its own variables were forgotten).
typedef struct LoopFact {
    ContextId context;
    uint32_t loop;
    EnvironmentId entry;
} LoopFact;

// Sorted, unused room zero: equal environments are equal bytes.
typedef struct Environment {
    Fact facts[FACTS];
    LoopFact loops[LOOP_FACTS];
    uint32_t fact_count, loop_count;
} Environment;

typedef struct Point {
    ContextId context;
    NodeId node;
    EnvironmentId environment;
    NetPlaceId place;
} Point;

typedef struct ObjectKey {
    SiteId site;
    int64_t offset;
    ObjectKind kind;
    uint8_t stream;
} ObjectKey;

// Symbols that stand for one value of the program each, by what the value is.
typedef struct SymbolKey {
    uint32_t kind; // 1: the variable's value after this node; 2: conversion of symbol `first` plus `constant`
    uint32_t first, second, third;
    int64_t constant;
} SymbolKey;

typedef struct TaskKey {
    ContextId spawner;
    FunctionId function, entry;
    NodeId node;
} TaskKey;

// A join whose task is looked up when all tasks are known.
typedef struct PendingJoin {
    NetTransitionId transition;
    FunctionId function;
    NodeId node;
} PendingJoin;

// How a lock or unlock named its object.
typedef struct LockOperand {
    NetTransitionId transition;
    ContextId context;
    ExprId expr;
} LockOperand;

// A piece of a variable that is written once.
typedef struct Cell {
    VariableId variable;
    int64_t offset;
    uint64_t size;
    enum { CELL_UNKNOWN, CELL_CONSTANT, CELL_WRITTEN } state;
    FunctionId function; // WRITTEN: by this node,
    NodeId store;
    ContextId context; // in this context; 0 until the walk comes there
    Known value;       // CONSTANT; WRITTEN once the walk has been there
} Cell;

// A node whose value differs from way to way: it stands for a symbol, which each way pins to its own value.
typedef struct Varying {
    FunctionId function;
    NodeId node;
    bool is_unknown; // it happens in several places: nothing is known of it
} Varying;

typedef struct VaryingList {
    ARRAY(Varying) items;
    bool has_new; // the net must be built again
} VaryingList;

typedef struct Builder {
    const Program *program;
    const PointsTo *points_to;
    const Relevance *relevance;
    Net *net;
    Arena *arena;
    FunctionFacts **facts;            // by function; made at first use
    const uint32_t *definition_count; // the shared ones
    const ExprId *definition;
    ARRAY(LockOperand) lock_operands;
    ARRAY(Context) contexts;
    ARRAY(Environment) environments;
    ARRAY(Point) points;
    uint32_t *point_slots; // hash table of point numbers plus one
    uint32_t slot_count;
    ARRAY(ObjectKey) object_keys; // by NetObjectId
    ARRAY(bool) object_is_made;   // its capacity is known
    ARRAY(SymbolKey) symbol_keys; // by NetSymbolId
    ARRAY(TaskKey) task_keys;     // by NetTaskId
    ARRAY(TaskFacts) task_facts;  // by NetTaskId
    ARRAY(PendingCancel) cancels;
    ARRAY(NetTransitionId) told, untold; // what a canceled task does at a call, and one that is not
    ARRAY(PendingJoin) joins;
    NetShared *shared;
    ARRAY(Cell) cells;
    VaryingList *varying;
    ARRAY(PathConstraint) pins; // of the way to the place that was asked for last
    ContextId context;          // where expressions are evaluated
    NodeId node;
    bool is_full; // a size limit was reached
} Builder;

// The point being expanded.
typedef struct Walk {
    Builder *builder;
    ContextId context;
    NodeId node_id;
    const Node *node;
    NetPlaceId place;
    Environment environment;
} Walk;

// net_build.c
NetSource build_source(const Builder *builder, ContextId context, NodeId node);
void build_gap(Builder *builder, ContextId context, NodeId node, const char *reason);
// Adds the transition with the pins of the way to its target.
NetTransitionId build_connect(Builder *builder, NetTransition transition);
bool build_is_varying(const Builder *builder, ContextId context, NodeId node);
bool build_is_unknown(const Builder *builder, FunctionId function, NodeId node);
void build_note_varying(Builder *builder, ContextId context, NodeId node, bool is_unknown);
void build_pin(Builder *builder, NetSymbolId symbol, Known known);
// net_build_point.c
// The place where the task stands when it goes on at `node`, which is made when it is new.
NetPlaceId build_place_at(Builder *builder, ContextId context, NodeId node, const Environment *environment);
NetPlaceId build_end_place(Builder *builder, NetTaskId task, bool of_process);
void build_call(Walk *walk, FunctionId callee, NetPlaceId from);
void build_spawn(Walk *walk, FunctionId entry, NetPlaceId from);
bool build_is_once(Builder *builder, ContextId context, NodeId node);
const Function *build_function(const Builder *builder, ContextId context);

// net_build_loop.c
FunctionFacts *build_function_facts(Builder *builder, FunctionId function);
bool build_is_live(const FunctionFacts *facts, NodeId node, VariableId variable);
// The trip of a counted loop that is entered now; false when it is not known.
bool build_trip(Builder *builder, const Environment *environment, const BuildLoop *loop, NetAmount *trip);

// net_build_value.c
void environment_set(Environment *environment, uint32_t key, Known known);
Known environment_get(const Environment *environment, uint32_t key);
Known build_evaluate(Builder *builder, const Environment *environment, ExprId expr);
Known build_symbol(Builder *builder, SymbolKey key, const char *name, ValueType type);
// Records what the variable holds after the node; names an unknown value when the node runs at most once.
void build_define(Builder *builder, Environment *environment, ContextId context, NodeId node, VariableId variable,
                  Known known);
// Goes both ways on a condition: guards where it can be said in symbols, facts where a way tells a value.
void build_branch(Walk *walk, ExprId condition, NodeId if_true, NodeId if_false, NetTransitionId *true_way,
                  NetTransitionId *false_way);
void build_switch(Walk *walk);

// net_build_private.c
// The program with locals that nobody else can get at marked as such (is_address_taken false).
const Program *build_program_with_private_locals(const Program *program, Arena *arena);

// net_build_cell.c
void build_find_writes(NetShared *shared);
// The store at the node is done, with this value.
void build_cell_store(Builder *builder, ContextId context, NodeId node, Known known);
// The parameter was given this value.
void build_cell_parameter(Builder *builder, ContextId context, VariableId parameter, Known known);
// What a load yields where the builder stands now.
Known build_cell_load(Builder *builder, const Expr *load);
// Whether the load reads a variable that is written once, and not by these nodes of the function.
bool build_is_written_outside(Builder *builder, FunctionId function, const bool *contains, const Expr *load);

// net_build_object.c
typedef struct Candidates {
    ARRAY(Pointee) items;
    bool has_unknown;
} Candidates;
Candidates build_resolve(Builder *builder, ContextId context, ExprId expr);
Candidates build_operand(Walk *walk, OperandRole role);
// The object of this memory or site; 0 when code outside the program may reach it.
NetObjectId build_object(Builder *builder, Pointee pointee, ObjectKind kind, uint8_t stream);
// The receivers of a channel, as a condition that wakes who waits there now.
NetObjectId build_listeners(Builder *builder, NetObjectId channel);
void build_made(Walk *walk); // a MAKE or INIT node tells the capacity of what it makes
void build_unknown_capacities(Builder *builder);

// net_build_event.c
void build_event(Walk *walk);
// One transition out of `from` that ends the event with this outcome.
NetTransitionId build_outcome(Walk *walk, NetPlaceId from, NetTransition transition, OutcomeKind outcome);
NetTransitionId build_result(Walk *walk, NetPlaceId from, NetTransition transition, Known result);
Blocking build_blocking(Walk *walk, bool *may_be_for_ever);
const ChannelRules *build_rules(Builder *builder, NetObjectId object);
// Where those wait who have come to a call, behind `from` where anybody sends to all who wait.
NetPlaceId build_arrival(Walk *walk, NetPlaceId from);
// Transitions of a send or receive on the object; each result that is `indexed` is the case's number.
void build_transfer(Walk *walk, NetPlaceId from, NetObjectId object, bool is_send, int64_t index, bool is_indexed);
// The ways out that do not wait for a partner: default, timeout.
void build_impatience(Walk *walk, NetPlaceId from);
// Each possible outcome, at once: what code outside the program decides.
void build_outside(Walk *walk, NetPlaceId from);
void build_select(Walk *walk);
// Waits until the task of this spawn has ended.
void build_join_of(Walk *walk, NetPlaceId from, FunctionId function, NodeId node);

// net_build_cancel.c
void build_find_cancels(NetShared *shared);
bool build_may_be_canceled(const Builder *builder, const Api *api);
// What happens to a canceled task that is in `from`; it takes `mutex` first, where there is one.
void build_canceled_ways(Walk *walk, NetPlaceId from, NetObjectId mutex);
// The same, and the place where the call goes on.
NetPlaceId build_cancelable(Walk *walk, NetPlaceId from, bool never_waits);
void build_cancel(Walk *walk);
void build_cancel_task(Walk *walk, NetPlaceId from, SiteId task);
void build_cancel_group(Walk *walk, NetPlaceId from, NetObjectId group);
void build_close_pair(Walk *walk, NetPlaceId from, NetObjectId object);
NetObjectId build_group(Walk *walk);
NetPlaceId build_group_add(Walk *walk, NetPlaceId from, NetObjectId group);
void build_resolve_cancels(Builder *builder);

// net_build_recursion.c
void build_resolve_recursion(Builder *builder);

// net_build_leaf.c
void build_drop_leaf_locks(Builder *builder);
