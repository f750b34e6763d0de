// SPDX-License-Identifier: MIT
// For the tests of this room: a program in which every stored member has a value of its own, made and compared by
// walking the descriptions in rows.h. Not part of the library.
#pragma once
#include "base/text.h"
#include "facts/rows.h"
#include "program/program.h"

#include <string.h>

static inline uint64_t test_next(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

enum { TEST_IDS = 40 }; // the program has at least so many of everything, so smaller numbers are ids of all kinds

static inline const char *test_text(Arena *arena, uint64_t number) {
    static const char *const shapes[] = {"plain%llu", "it's \"%llu\"", "ünïcode→%llu", "two\nlines %llu", "%%s;--%llu"};
    if (number % 7 == 0) return NULL;
    if (number % 7 == 1) return "";
    const char *shape = shapes[number % 5];
    Text text = {0};
    for (const char *at = shape; *at; at++) {
        if (strncmp(at, "%llu", 4) == 0) {
            text_format(&text, "%llu", (unsigned long long)number);
            at += 3;
        } else {
            text_append_bytes(&text, at, 1);
        }
    }
    const char *copy = arena_copy_text(arena, text_value(&text));
    text_free(&text);
    return copy;
}

static inline void test_fill_field(Arena *arena, const Field *field, void *row, uint64_t *seed) {
    char *to = (char *)row + field->offset;
    uint64_t number = test_next(seed);
    switch (field->kind) {
    case FIELD_U32: *(uint32_t *)(void *)to = (uint32_t)(number % (TEST_IDS - 1)) + 1; break;
    case FIELD_ENUM: *(uint32_t *)(void *)to = (uint32_t)(number % (field->last + 1)); break;
    case FIELD_U64: *(uint64_t *)(void *)to = number % 5 ? number : UINT64_MAX - number; break;
    case FIELD_I64: *(int64_t *)(void *)to = number % 5 ? (int64_t)number : INT64_MIN + (int64_t)number; break;
    case FIELD_BOOL: *(bool *)to = number & 1; break;
    case FIELD_CHAR: *to = "+-&|^"[number % 5]; break;
    case FIELD_TEXT: *(const char **)(void *)to = test_text(arena, number); break;
    }
}

static inline void test_fill(Arena *arena, TableId id, void *row, uint64_t *seed) {
    const Table *table = table_describe(id);
    for (uint32_t i = 0; i < table->field_count; i++) test_fill_field(arena, &table->fields[i], row, seed);
}

static inline Api test_api(Arena *arena, uint64_t *seed) {
    Api api = {0};
    test_fill(arena, TABLE_APIS, &api, seed);
    api.library = "library";
    api.function = arena_format(arena, "function_%llu", (unsigned long long)test_next(seed));
    for (uint32_t role = 0; role < OPERAND_ROLE_COUNT; role += 1 + (uint32_t)(test_next(seed) % 3))
        test_fill(arena, TABLE_API_OPERANDS, &api.operands[role], seed);
    for (uint32_t kind = 0; kind < OUTCOME_KIND_COUNT; kind += 1 + (uint32_t)(test_next(seed) % 2))
        test_fill(arena, TABLE_API_OUTCOMES, &api.outcomes[kind], seed);
    return api;
}

static inline Node test_node(Arena *arena, uint64_t *seed) {
    Node node = {0};
    test_fill(arena, TABLE_NODES, &node, seed);
    node.argument_count = (uint32_t)(test_next(seed) % 4);
    node.arguments = arena_new_array(arena, ExprId, node.argument_count);
    for (uint32_t i = 0; i < node.argument_count; i++) test_fill(arena, TABLE_NODE_ARGUMENTS, &node.arguments[i], seed);
    node.case_count = node.kind == NODE_SWITCH ? (uint32_t)(test_next(seed) % 5) : 0;
    node.cases = arena_new_array(arena, SwitchCase, node.case_count);
    for (uint32_t i = 0; i < node.case_count; i++) test_fill(arena, TABLE_SWITCH_CASES, &node.cases[i], seed);
    return node;
}

static inline Function test_function(Arena *arena, uint32_t node_count, uint64_t *seed) {
    Function function = {0};
    test_fill(arena, TABLE_FUNCTIONS, &function, seed);
    function.name = "name";
    function.parameter_count = (uint32_t)(test_next(seed) % 5);
    function.parameters = arena_new_array(arena, VariableId, function.parameter_count);
    for (uint32_t i = 0; i < function.parameter_count; i++)
        test_fill(arena, TABLE_FUNCTION_PARAMETERS, &function.parameters[i], seed);
    function.node_count = node_count;
    function.nodes = node_count ? arena_new_array(arena, Node, node_count) : NULL;
    for (NodeId at = 1; at < node_count; at++) function.nodes[at] = test_node(arena, seed);
    if (function.entry >= node_count) function.entry = 0;
    return function;
}

// `count` (at least TEST_IDS) of every table but functions, each with `node_count` nodes in its table; every
// seventh function is only declared.
static inline Program *test_program_create(Arena *arena, uint32_t count, uint32_t functions, uint32_t node_count,
                                           uint32_t exprs) {
    Program *program = program_create(arena);
    uint64_t seed = 7;
    for (uint32_t i = 0; i < count; i++) {
        SourceFile file = {0};
        test_fill(arena, TABLE_FILES, &file, &seed);
        file.path = arena_format(arena, "src/%u.c", i);
        program_add_file(program, file);
        Variable variable = {0};
        test_fill(arena, TABLE_VARIABLES, &variable, &seed);
        if (!variable.name) variable.name = "";
        program_add_variable(program, variable);
        Api api = test_api(arena, &seed);
        program_add_api(program, &api);
    }
    for (uint32_t i = 0; i < exprs; i++) {
        Expr expr = {0};
        test_fill(arena, TABLE_EXPRS, &expr, &seed);
        if (expr.left >= program->exprs.count) expr.left = 0;
        if (expr.right >= program->exprs.count) expr.right = 0;
        program_add_expr(program, expr);
    }
    for (uint32_t i = 0; i < functions; i++)
        program_add_function(program, test_function(arena, i % 7 == 6 ? 0 : node_count, &seed));
    return program;
}

static inline bool test_same_field(const Field *field, const void *left, const void *right) {
    static const size_t sizes[] = {
        [FIELD_U32] = sizeof(uint32_t), [FIELD_U64] = sizeof(uint64_t),  [FIELD_I64] = sizeof(int64_t),
        [FIELD_BOOL] = sizeof(bool),    [FIELD_ENUM] = sizeof(uint32_t), [FIELD_CHAR] = 1};
    const char *a = (const char *)left + field->offset, *b = (const char *)right + field->offset;
    if (field->kind != FIELD_TEXT) return memcmp(a, b, sizes[field->kind]) == 0;
    const char *x = *(const char *const *)(const void *)a, *y = *(const char *const *)(const void *)b;
    return x && y ? strcmp(x, y) == 0 : !x && !y;
}

static inline bool test_same(TableId id, const void *left, const void *right) {
    const Table *table = table_describe(id);
    for (uint32_t i = 0; i < table->field_count; i++)
        if (!test_same_field(&table->fields[i], left, right)) return false;
    return true;
}

static inline bool test_same_node(const Node *left, const Node *right) {
    if (!test_same(TABLE_NODES, left, right)) return false;
    if (left->argument_count != right->argument_count || left->case_count != right->case_count) return false;
    for (uint32_t i = 0; i < left->argument_count; i++)
        if (left->arguments[i] != right->arguments[i]) return false;
    for (uint32_t i = 0; i < left->case_count; i++)
        if (!test_same(TABLE_SWITCH_CASES, &left->cases[i], &right->cases[i])) return false;
    return true;
}

static inline bool test_same_function(const Function *left, const Function *right) {
    if (!test_same(TABLE_FUNCTIONS, left, right) || left->parameter_count != right->parameter_count) return false;
    for (uint32_t i = 0; i < left->parameter_count; i++)
        if (left->parameters[i] != right->parameters[i]) return false;
    for (NodeId at = 1; at < left->node_count; at++)
        if (!test_same_node(&left->nodes[at], &right->nodes[at])) return false;
    return true;
}

static inline bool test_same_api(const Api *left, const Api *right) {
    if (!test_same(TABLE_APIS, left, right)) return false;
    for (uint32_t role = 0; role < OPERAND_ROLE_COUNT; role++)
        if (!test_same(TABLE_API_OPERANDS, &left->operands[role], &right->operands[role])) return false;
    for (uint32_t kind = 0; kind < OUTCOME_KIND_COUNT; kind++)
        if (!test_same(TABLE_API_OUTCOMES, &left->outcomes[kind], &right->outcomes[kind])) return false;
    return true;
}

// NULL when equal, else the table that differs.
static inline const char *test_program_difference(const Program *left, const Program *right) {
    if (left->files.count != right->files.count || left->functions.count != right->functions.count ||
        left->variables.count != right->variables.count || left->exprs.count != right->exprs.count ||
        left->apis.count != right->apis.count)
        return "counts";
    for (uint32_t i = 1; i < left->files.count; i++)
        if (!test_same(TABLE_FILES, &left->files.items[i], &right->files.items[i])) return "files";
    for (uint32_t i = 1; i < left->variables.count; i++)
        if (!test_same(TABLE_VARIABLES, &left->variables.items[i], &right->variables.items[i])) return "variables";
    for (uint32_t i = 1; i < left->exprs.count; i++)
        if (!test_same(TABLE_EXPRS, &left->exprs.items[i], &right->exprs.items[i])) return "exprs";
    for (uint32_t i = 1; i < left->functions.count; i++)
        if (!test_same_function(&left->functions.items[i], &right->functions.items[i])) return "functions";
    for (uint32_t i = 1; i < left->apis.count; i++)
        if (!test_same_api(&left->apis.items[i], &right->apis.items[i])) return "apis";
    return NULL;
}
