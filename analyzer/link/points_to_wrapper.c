// SPDX-License-Identifier: MIT
// Finds allocation wrappers: functions that hand out what they made themselves, by return value or by storing
// through a parameter. Their sites are told apart by call site.
#include "link/points_to_state.h"

typedef struct Finder {
    const Program *program;
    bool *is_wrapper;           // per function
    bool *is_made, *is_foreign; // per variable: may hold an own allocation; may hold anything else
    uint32_t *call_sites;       // per function: direct calls
} Finder;

static const Expr *strip(const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, id);
    while (expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    return expr;
}

// The local variable that an expression loads, possibly moved by a constant (a header before the user's part); or 0.
static VariableId loaded_variable(const Program *program, ExprId id) {
    const Expr *expr = strip(program, id);
    while (expr->kind == EXPR_FIELD || expr->kind == EXPR_ELEMENT) expr = strip(program, expr->left);
    if (expr->kind != EXPR_LOAD) return 0;
    const Expr *address = program_expr(program, expr->left);
    return address->kind == EXPR_VARIABLE_ADDRESS ? address->reference : 0;
}

// Whether a value that comes from the variable may be something that the function did not make.
static bool is_foreign(const Finder *finder, VariableId from) {
    VariableKind kind = program_variable(finder->program, from)->kind;
    return finder->is_foreign[from] || (kind != VARIABLE_LOCAL && kind != VARIABLE_TEMPORARY);
}

static VariableId written_variable(const Program *program, ExprId target) {
    const Expr *expr = program_expr(program, target);
    return expr->kind == EXPR_VARIABLE_ADDRESS ? expr->reference : 0;
}

// Whether the memory at `address` is reached through a parameter.
static bool is_behind_parameter(const Program *program, ExprId address) {
    const Expr *expr = strip(program, address);
    bool is_loaded = false;
    while (expr->left) {
        is_loaded |= expr->kind == EXPR_LOAD;
        expr = program_expr(program, expr->left);
    }
    return is_loaded && expr->kind == EXPR_VARIABLE_ADDRESS &&
           program_variable(program, expr->reference)->kind == VARIABLE_PARAMETER;
}

static FunctionId direct_callee(const Program *program, const Node *node) {
    const Expr *callee = program_expr(program, node->callee);
    return node->kind == NODE_CALL && callee->kind == EXPR_FUNCTION_ADDRESS ? callee->reference : 0;
}

static bool is_making(const Program *program, const Node *node) {
    if (node->kind != NODE_EVENT) return false;
    EventKind kind = program_api(program, node->api)->event;
    return kind == EVENT_MAKE || kind == EVENT_ALLOCATE || kind == EVENT_SPAWN;
}

static void classify_write(Finder *finder, const Node *node, bool *is_changed) {
    const Program *program = finder->program;
    VariableId to = 0;
    bool is_made = false, is_other = false;
    if (node->kind == NODE_ASSIGN && (to = written_variable(program, node->target))) {
        VariableId from = loaded_variable(program, node->value);
        is_made = from && finder->is_made[from];
        is_other = from ? is_foreign(finder, from) : strip(program, node->value)->kind != EXPR_CONSTANT;
    } else if ((node->kind == NODE_CALL || node->kind == NODE_EVENT) && (to = node->result)) {
        is_made = is_making(program, node) || finder->is_wrapper[direct_callee(program, node)];
        is_other = !is_made;
    } else if (is_making(program, node)) { // stored behind an argument
        to = written_variable(program, event_operand(program, node, OPERAND_OBJECT));
        is_made = to != 0;
    }
    if (!to) return;
    *is_changed |= (is_made && !finder->is_made[to]) || (is_other && !finder->is_foreign[to]);
    finder->is_made[to] |= is_made;
    finder->is_foreign[to] |= is_other;
}

static bool stores_through_parameter(const Finder *finder, const Node *node) {
    const Program *program = finder->program;
    if (node->kind == NODE_ASSIGN) {
        VariableId from = loaded_variable(program, node->value);
        return from && finder->is_made[from] && is_behind_parameter(program, node->target);
    }
    if (!is_making(program, node)) return false;
    ExprId object = event_operand(program, node, OPERAND_OBJECT);
    return object && is_behind_parameter(program, object);
}

static bool is_wrapper(Finder *finder, const Function *function) {
    const Program *program = finder->program;
    bool returns_made = false, returns_foreign = false, stores = false;
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (NodeId id = 1; id < function->node_count; id++) classify_write(finder, &function->nodes[id], &is_changed);
    }
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        stores |= stores_through_parameter(finder, node);
        if (node->kind != NODE_RETURN || !node->value) continue;
        VariableId from = loaded_variable(program, node->value);
        bool is_other = from ? is_foreign(finder, from) || !finder->is_made[from]
                             : strip(program, node->value)->kind != EXPR_CONSTANT;
        returns_made |= from && !is_other;
        returns_foreign |= is_other;
    }
    return stores || (returns_made && !returns_foreign);
}

static bool may_make(const Finder *finder, const Function *function) {
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        if (is_making(finder->program, node) || finder->is_wrapper[direct_callee(finder->program, node)]) return true;
    }
    return false;
}

static void count_calls(Finder *finder) {
    for (FunctionId id = 1; id < finder->program->functions.count; id++) {
        const Function *function = program_function(finder->program, id);
        for (NodeId node = 1; node < function->node_count; node++)
            finder->call_sites[direct_callee(finder->program, &function->nodes[node])]++;
    }
}

void points_to_find_wrappers(PointsTo *state) {
    const Program *program = state->program;
    Arena *arena = state->arena;
    uint32_t functions = program->functions.count, variables = program->variables.count;
    Finder finder = {.program = program,
                     .is_wrapper = arena_new_array(arena, bool, functions),
                     .is_made = arena_new_array(arena, bool, variables),
                     .is_foreign = arena_new_array(arena, bool, variables),
                     .call_sites = arena_new_array(arena, uint32_t, functions)};
    state->wrapper_sites = arena_new_array(arena, uint32_t, functions);
    count_calls(&finder);
    // A wrapper of a wrapper is seen once the inner one is known; context goes no deeper than this either.
    for (int round = 0; round <= MAXIMUM_DEPTH; round++)
        for (FunctionId id = 1; id < functions; id++) {
            const Function *function = program_function(program, id);
            if (finder.is_wrapper[id] || function->is_entry || !may_make(&finder, function)) continue;
            finder.is_wrapper[id] = is_wrapper(&finder, function);
        }
    for (FunctionId id = 1; id < functions; id++) {
        uint32_t sites = finder.call_sites[id];
        if (finder.is_wrapper[id] && sites <= MAXIMUM_WRAPPER_SITES &&
            (uint64_t)sites * program_function(program, id)->node_count <= MAXIMUM_CLONED_NODES)
            state->wrapper_sites[id] = sites;
    }
}
