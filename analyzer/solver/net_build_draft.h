// SPDX-License-Identifier: MIT
// For tests of net_build: programs of a few nodes each, written node by node, through points-to, slicing and net_build
// to a verdict.
#pragma once
#include "solver/marking.h"
#include "solver/net_build.h"

#include <stdio.h>
#include <string.h>

enum { NODES = 64 };

typedef struct Draft {
    Program *program;
    FunctionId function; // the open one
} Draft;

static const ValueType type_int = {TYPE_SIGNED, false, false, 4}, type_pointer = {TYPE_POINTER, false, false, 8};

static inline ExprId expr(Draft *draft, Expr made) {
    return program_add_expr(draft->program, made);
}
static inline ExprId number(Draft *draft, int64_t value) {
    return expr(draft, (Expr){.kind = EXPR_CONSTANT, .type = type_int, .constant = value});
}
static inline ExprId at(Draft *draft, VariableId variable) {
    return expr(draft, (Expr){.kind = EXPR_VARIABLE_ADDRESS, .type = type_pointer, .reference = variable});
}
static inline ExprId value(Draft *draft, VariableId variable) {
    ValueType type = program_variable(draft->program, variable)->type;
    return expr(draft, (Expr){.kind = EXPR_LOAD, .type = type, .left = at(draft, variable)});
}
static inline ExprId code(Draft *draft, FunctionId function) {
    return expr(draft, (Expr){.kind = EXPR_FUNCTION_ADDRESS, .type = type_pointer, .reference = function});
}
static inline ExprId opaque(Draft *draft) {
    return expr(draft, (Expr){.kind = EXPR_OPAQUE, .type = type_int, .name = "test"});
}
static inline ExprId compare(Draft *draft, ExprId left, Operator operator_, ExprId right) {
    return expr(draft,
                (Expr){.kind = EXPR_BINARY, .operator_ = operator_, .type = type_int, .left = left, .right = right});
}

static inline VariableId variable(Draft *draft, VariableKind kind, const char *name, ValueType type) {
    Variable made = {.name = name, .kind = kind, .type = type, .size = type.size, .type_name = ""};
    if (kind == VARIABLE_GLOBAL)
        made.symbol = name;
    else
        made.function = draft->function;
    made.is_address_taken = type.kind == TYPE_AGGREGATE;
    return program_add_variable(draft->program, made);
}
static inline VariableId local(Draft *draft, ValueType type) {
    return variable(draft, VARIABLE_LOCAL, "x", type);
}
static inline VariableId new_lock(Draft *draft, const char *name) {
    return variable(draft, VARIABLE_GLOBAL, name, (ValueType){TYPE_AGGREGATE, false, false, 40});
}

static inline FunctionId define(Draft *draft, const char *name, uint32_t parameters, ValueType type) {
    Function function = {.name = name, .symbol = name, .is_defined = true, .entry = 1, .node_count = 1};
    function.is_entry = function.is_exported = strcmp(name, "main") == 0;
    function.nodes = arena_new_array(draft->program->arena, Node, NODES);
    function.parameters = arena_new_array(draft->program->arena, VariableId, 4);
    draft->function = program_add_function(draft->program, function);
    Function *made = &draft->program->functions.items[draft->function];
    for (; made->parameter_count < parameters; made->parameter_count++)
        made->parameters[made->parameter_count] = variable(draft, VARIABLE_PARAMETER, "p", type);
    return draft->function;
}
static inline VariableId parameter(Draft *draft, uint32_t index) {
    return program_function(draft->program, draft->function)->parameters[index];
}

// Nodes follow one another unless they say otherwise.
static inline NodeId add(Draft *draft, Node node) {
    Function *function = &draft->program->functions.items[draft->function];
    NodeId id = function->node_count++;
    node.place = (Place){1, id, 1};
    if (!node.next && node.kind != NODE_RETURN) node.next = id + 1;
    function->nodes[id] = node;
    return id;
}
static inline Node *node_at(Draft *draft, NodeId id) {
    return &draft->program->functions.items[draft->function].nodes[id];
}
static inline NodeId next_id(Draft *draft) {
    return program_function(draft->program, draft->function)->node_count;
}
static inline void set(Draft *draft, VariableId target, ExprId source) {
    add(draft, (Node){.kind = NODE_ASSIGN,
                      .target = at(draft, target),
                      .value = source,
                      .type = program_variable(draft->program, target)->type});
}
static inline void leave(Draft *draft) {
    add(draft, (Node){.kind = NODE_RETURN});
}
static inline NodeId branch(Draft *draft, ExprId condition) {
    return add(draft, (Node){.kind = NODE_BRANCH, .value = condition});
}
static inline void otherwise_here(Draft *draft, NodeId id) {
    node_at(draft, id)->otherwise = next_id(draft);
}

static inline ExprId *list(Draft *draft, ExprId first, ExprId second) {
    ExprId *items = arena_new_array(draft->program->arena, ExprId, 2);
    items[0] = first;
    items[1] = second;
    return items;
}
static inline void call(Draft *draft, FunctionId callee, ExprId first, ExprId second) {
    add(draft, (Node){.kind = NODE_CALL,
                      .callee = code(draft, callee),
                      .arguments = list(draft, first, second),
                      .argument_count = second  ? 2
                                        : first ? 1
                                                : 0});
}
static inline NodeId event(Draft *draft, Api api, VariableId result, ExprId first, ExprId second) {
    api.library = "test";
    return add(draft, (Node){.kind = NODE_EVENT,
                             .api = program_add_api(draft->program, &api),
                             .result = result,
                             .arguments = list(draft, first, second),
                             .argument_count = second  ? 2
                                               : first ? 1
                                                       : 0});
}

#define ON_FIRST .operands[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}
static const Api api_make = {
    .function = "make",
    .event = EVENT_MAKE,
    .object = OBJECT_CHANNEL,
    .rules = {.is_closable = true,
              .blocked_receivers = CLOSE_FAILS,
              .drains = true,
              .blocked_senders = CLOSE_FAILS,
              .blocked_buffered_receivers = CLOSE_FAILS,
              .blocked_buffered_senders = CLOSE_FAILS,
              .later_send_fails = true},
    .operands = {[OPERAND_OBJECT] = {SOURCE_RESULT, 0, 0}, [OPERAND_CAPACITY] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_spawn = {.function = "spawn",
                              .event = EVENT_SPAWN,
                              .object = OBJECT_TASK,
                              .domain = DOMAIN_PREEMPTIVE,
                              .operands = {[OPERAND_OBJECT] = {SOURCE_RESULT, 0, 0},
                                           [OPERAND_FUNCTION] = {SOURCE_ARGUMENT, 0, 0},
                                           [OPERAND_ARGUMENT] = {SOURCE_ARGUMENT, 1, 0}}};

static inline Api simple(const char *name, EventKind kind, ObjectKind object, Blocking blocking) {
    Api api = {.function = name, .event = kind, .object = object, .blocking = blocking, ON_FIRST};
    api.outcomes[OUTCOME_OK] = (Outcome){true, true, 0};
    if (kind == EVENT_SEND || kind == EVENT_RECEIVE) api.outcomes[OUTCOME_CLOSED] = (Outcome){true, true, -1};
    if (kind == EVENT_LOCK && blocking == BLOCKING_NEVER) api.outcomes[OUTCOME_BUSY] = (Outcome){true, true, 16};
    return api;
}
static inline void send(Draft *draft, VariableId channel) {
    event(draft, simple("send", EVENT_SEND, OBJECT_CHANNEL, BLOCKING_FOREVER), 0, value(draft, channel), 0);
}
static inline void receive(Draft *draft, VariableId channel, VariableId result) {
    event(draft, simple("receive", EVENT_RECEIVE, OBJECT_CHANNEL, BLOCKING_FOREVER), result, value(draft, channel), 0);
}
static inline void lock(Draft *draft, ExprId object) {
    event(draft, simple("lock", EVENT_LOCK, OBJECT_MUTEX, BLOCKING_FOREVER), 0, object, 0);
}
static inline void unlock(Draft *draft, ExprId object) {
    event(draft, simple("unlock", EVENT_UNLOCK, OBJECT_MUTEX, BLOCKING_NEVER), 0, object, 0);
}
static inline void spawn(Draft *draft, FunctionId entry, ExprId argument) {
    event(draft, api_spawn, 0, code(draft, entry), argument);
}
static inline VariableId new_channel(Draft *draft, ExprId capacity, VariableId global) {
    VariableId made = variable(draft, VARIABLE_TEMPORARY, "", type_pointer);
    event(draft, api_make, made, capacity, 0);
    set(draft, global, value(draft, made));
    return global;
}

// for (i = 0; i `comparison` bound; i++); the body goes between open and close.
typedef struct Turn {
    NodeId head, branch;
    VariableId counter;
} Turn;
static inline Turn open_loop(Draft *draft, Operator comparison, VariableId bound) {
    Turn turn = {.counter = local(draft, type_int)};
    set(draft, turn.counter, number(draft, 0));
    turn.head = add(draft, (Node){.kind = NODE_NOP, .is_loop_head = true});
    turn.branch = branch(draft, compare(draft, value(draft, turn.counter), comparison, value(draft, bound)));
    return turn;
}
static inline void close_loop(Draft *draft, Turn turn) {
    set(draft, turn.counter, compare(draft, value(draft, turn.counter), OPERATOR_ADD, number(draft, 1)));
    node_at(draft, next_id(draft) - 1)->next = turn.head;
    otherwise_here(draft, turn.branch);
}

// A task of a preemptive library, started by a handle that is kept.
static inline VariableId start(Draft *draft, FunctionId entry) {
    VariableId made = variable(draft, VARIABLE_TEMPORARY, "", type_pointer);
    VariableId handle = local(draft, type_pointer);
    event(draft, api_spawn, made, code(draft, entry), 0);
    set(draft, handle, value(draft, made));
    return handle;
}
static inline void join(Draft *draft, VariableId handle) {
    event(draft, simple("join", EVENT_JOIN, OBJECT_TASK, BLOCKING_FOREVER), 0, value(draft, handle), 0);
}
typedef struct Case {
    const char *name;
    void (*write)(Draft *draft);
    MarkingVerdict verdict;
} Case;

static inline int draft_check(const Case *expected, bool slices, bool prints) {
    Arena *arena = arena_create();
    Draft draft = {program_create(arena), 0};
    program_add_file(draft.program, (SourceFile){.path = "t.c"});
    expected->write(&draft);
    PointsTo *points_to = points_to_solve(draft.program, arena, 1000000);
    Relevance *relevance = slices ? relevance_compute(draft.program, points_to, arena) : NULL;
    FunctionId root = program_find_function(draft.program, "main");
    Net *net = net_build(draft.program, points_to, relevance, &root, 1, expected->name, arena);
    MarkingResult result = marking_decide(net, &(MarkingQuestion){0}, arena);
    bool is_good = result.verdict == expected->verdict;
    if (!is_good || prints) {
        Text text = {0};
        net_print(net, &text);
        printf("%s%s: expected %s, got %s (%s)\n%s", expected->name, slices ? ", sliced" : "",
               marking_verdict_name(expected->verdict), marking_verdict_name(result.verdict),
               result.reason ? result.reason : "no reason", text_value(&text));
        text_free(&text);
    }
    arena_destroy(arena);
    return !is_good;
}

// Each with and without slicing; -v prints all nets.
static inline int draft_check_all(const Case *cases, size_t case_count, int count, char **arguments) {
    bool prints = count > 1 && strcmp(arguments[1], "-v") == 0;
    int failures = 0;
    for (size_t i = 0; i < case_count; i++) {
        failures += draft_check(&cases[i], false, prints);
        failures += draft_check(&cases[i], true, prints);
    }
    return failures != 0;
}
