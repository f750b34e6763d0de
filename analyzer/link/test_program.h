// SPDX-License-Identifier: MIT
// For this room's tests only: programs in a few lines each. Nodes of a function follow one another unless a branch
// or jump says otherwise; place.line of a node is its id.
#pragma once
#include "program/program.h"

#include <stdio.h>
#include <string.h>

enum { TEST_NODES = 320 };

typedef struct Build {
    Arena *arena;
    Program *program;
    FunctionId function; // the open one
    int failures;
} Build;

#define CHECK(build, condition)                                                                                        \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                                    \
            (build)->failures++;                                                                                       \
        }                                                                                                              \
    } while (0)

static inline Build build_start(void) {
    Arena *arena = arena_create();
    Build build = {arena, program_create(arena), 0, 0};
    program_add_file(build.program, (SourceFile){.path = "t.c"});
    return build;
}

static inline int build_end(Build *build) {
    arena_destroy(build->arena);
    return build->failures;
}

static const ValueType type_int = {TYPE_SIGNED, false, false, 4};
static const ValueType type_long = {TYPE_UNSIGNED, false, false, 8};
static const ValueType type_pointer = {TYPE_POINTER, false, false, 8};

static inline FunctionId declare(Build *build, const char *name, bool is_system) {
    return program_add_function(build->program,
                                (Function){.name = name, .symbol = name, .is_system = is_system, .is_exported = true});
}

static inline FunctionId define(Build *build, const char *name) {
    Function function = {.name = name, .symbol = name, .is_defined = true, .entry = 1};
    function.is_entry = strcmp(name, "main") == 0;
    function.nodes = arena_new_array(build->arena, Node, TEST_NODES);
    function.node_count = 1;
    function.parameters = arena_new_array(build->arena, VariableId, 8);
    return build->function = program_add_function(build->program, function);
}

static inline Function *opened(Build *build) {
    return &build->program->functions.items[build->function];
}

static inline VariableId variable(Build *build, const char *name, VariableKind kind, ValueType type, uint64_t size) {
    bool is_global = kind == VARIABLE_GLOBAL;
    return program_add_variable(build->program, (Variable){.name = name,
                                                           .kind = kind,
                                                           .type = type,
                                                           .size = size,
                                                           .function = is_global ? 0 : build->function,
                                                           .is_exported = is_global});
}

static inline VariableId local(Build *build, const char *name, ValueType type) {
    return variable(build, name, VARIABLE_LOCAL, type, type.size);
}

static inline VariableId parameter(Build *build, const char *name, ValueType type) {
    VariableId id = variable(build, name, VARIABLE_PARAMETER, type, type.size);
    Function *function = opened(build);
    function->parameters[function->parameter_count++] = id;
    return id;
}

static inline ExprId number(Build *build, int64_t value) {
    return program_add_expr(build->program, (Expr){.kind = EXPR_CONSTANT, .constant = value, .type = type_int});
}

static inline ExprId at(Build *build, VariableId id) {
    return program_add_expr(build->program,
                            (Expr){.kind = EXPR_VARIABLE_ADDRESS, .reference = id, .type = type_pointer});
}

static inline ExprId code(Build *build, FunctionId id) {
    return program_add_expr(build->program,
                            (Expr){.kind = EXPR_FUNCTION_ADDRESS, .reference = id, .type = type_pointer});
}

static inline ExprId load(Build *build, ExprId address, ValueType type) {
    return program_add_expr(build->program, (Expr){.kind = EXPR_LOAD, .left = address, .type = type});
}

static inline ExprId value(Build *build, VariableId id) {
    return load(build, at(build, id), program_variable(build->program, id)->type);
}

static inline ExprId field(Build *build, ExprId address, int64_t offset) {
    return program_add_expr(build->program,
                            (Expr){.kind = EXPR_FIELD, .left = address, .constant = offset, .type = type_pointer});
}

static inline ExprId element(Build *build, ExprId address, ExprId index, int64_t size) {
    return program_add_expr(
        build->program,
        (Expr){.kind = EXPR_ELEMENT, .left = address, .right = index, .constant = size, .type = type_pointer});
}

static inline NodeId node(Build *build, Node added) {
    Function *function = opened(build);
    NodeId id = function->node_count++;
    added.place = (Place){1, id, 1};
    if (!added.next && added.kind != NODE_RETURN) added.next = id + 1;
    function->nodes[id] = added;
    return id;
}

static inline Node *node_at(Build *build, NodeId id) {
    return &opened(build)->nodes[id];
}

static inline NodeId assign(Build *build, ExprId target, ExprId source) {
    ValueType type = program_expr(build->program, source)->type;
    return node(build, (Node){.kind = NODE_ASSIGN, .target = target, .value = source, .type = type});
}

static inline NodeId give_back(Build *build, ExprId source) {
    return node(build, (Node){.kind = NODE_RETURN, .value = source});
}

static inline NodeId branch(Build *build, ExprId condition, NodeId otherwise) {
    return node(build, (Node){.kind = NODE_BRANCH, .value = condition, .otherwise = otherwise});
}

static inline ExprId *arguments(Build *build, uint32_t count, ExprId first, ExprId second, ExprId third) {
    ExprId *list = arena_new_array(build->arena, ExprId, 4);
    ExprId all[] = {first, second, third};
    memcpy(list, all, count * sizeof *list);
    return list;
}

static inline NodeId call(Build *build, FunctionId callee, VariableId result, uint32_t count, ExprId first,
                          ExprId second) {
    return node(build, (Node){.kind = NODE_CALL,
                              .callee = code(build, callee),
                              .result = result,
                              .arguments = arguments(build, count, first, second, 0),
                              .argument_count = count});
}

static inline NodeId event(Build *build, Api api, VariableId result, uint32_t count, ExprId first, ExprId second,
                           ExprId third) {
    api.library = "test";
    return node(build, (Node){.kind = NODE_EVENT,
                              .api = program_add_api(build->program, &api),
                              .result = result,
                              .arguments = arguments(build, count, first, second, third),
                              .argument_count = count});
}

static const Api api_channel = {
    .function = "make",
    .event = EVENT_MAKE,
    .object = OBJECT_CHANNEL,
    .operands = {[OPERAND_OBJECT] = {SOURCE_RESULT, 0, 0}, [OPERAND_CAPACITY] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_pair = {.function = "pair",
                             .event = EVENT_MAKE,
                             .object = OBJECT_CHANNEL_PAIR,
                             .operands = {[OPERAND_OBJECT] = {SOURCE_POINTEE, 0, 0}}};
static const Api api_allocate = {
    .function = "malloc", .event = EVENT_ALLOCATE, .operands = {[OPERAND_OBJECT] = {SOURCE_RESULT, 0, 0}}};
static const Api api_send = {
    .function = "send",
    .event = EVENT_SEND,
    .object = OBJECT_CHANNEL,
    .element = ELEMENT_POINTER,
    .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}, [OPERAND_ELEMENT] = {SOURCE_ARGUMENT, 1, 0}}};
static const Api api_receive = {
    .function = "receive",
    .event = EVENT_RECEIVE,
    .object = OBJECT_CHANNEL,
    .element = ELEMENT_POINTER,
    .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}, [OPERAND_ELEMENT] = {SOURCE_ARGUMENT, 1, 0}}};
static const Api api_send_copy = {
    .function = "send_copy",
    .event = EVENT_SEND,
    .object = OBJECT_CHANNEL,
    .element = ELEMENT_COPIED,
    .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}, [OPERAND_ELEMENT] = {SOURCE_POINTEE, 1, 0}}};
static const Api api_receive_copy = {
    .function = "receive_copy",
    .event = EVENT_RECEIVE,
    .object = OBJECT_CHANNEL,
    .element = ELEMENT_COPIED,
    .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}, [OPERAND_ELEMENT] = {SOURCE_POINTEE, 1, 0}}};
static const Api api_spawn = {.function = "spawn",
                              .event = EVENT_SPAWN,
                              .object = OBJECT_TASK,
                              .operands = {[OPERAND_OBJECT] = {SOURCE_POINTEE, 0, 0},
                                           [OPERAND_FUNCTION] = {SOURCE_ARGUMENT, 1, 0},
                                           [OPERAND_ARGUMENT] = {SOURCE_ARGUMENT, 2, 0}}};
static const Api api_start = {.function = "start",
                              .event = EVENT_SPAWN,
                              .object = OBJECT_TASK,
                              .spawn_style = SPAWN_VECTOR,
                              .operands = {[OPERAND_FUNCTION] = {SOURCE_ARGUMENT, 0, 0},
                                           [OPERAND_COUNT] = {SOURCE_ARGUMENT, 1, 0},
                                           [OPERAND_ARGUMENT] = {SOURCE_VARIADIC, 2, 0}}};
static const Api api_join = {
    .function = "join",
    .event = EVENT_JOIN,
    .object = OBJECT_TASK,
    .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}, [OPERAND_ELEMENT] = {SOURCE_POINTEE, 1, 0}}};
static const Api api_lock = {.function = "lock",
                             .event = EVENT_LOCK,
                             .object = OBJECT_MUTEX,
                             .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_sleep = {
    .function = "pause", .event = EVENT_SLEEP, .operands = {[OPERAND_TIMEOUT] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_abort = {.function = "abort", .event = EVENT_PROCESS_EXIT};
static const Api api_print = {.function = "print", .event = EVENT_HARMLESS};
