// SPDX-License-Identifier: MIT
// A program is closed when it is whole as far as addresses go: it has an entry, and what it takes from elsewhere (other
// than from modelled libraries and system headers) neither takes nor gives an address. Where files could not be read,
// whatever is not defined may be theirs, and they may use what is here by its name.
#include "link/points_to_state.h"

#include <string.h>

static bool is_address(ValueType type) {
    return type.kind == TYPE_POINTER || type.kind == TYPE_AGGREGATE;
}

static bool is_outside(const Program *program, FunctionId id) {
    const Function *function = program_function(program, id);
    return id && !function->is_defined && !function->is_system;
}

static bool call_moves_address(const Program *program, const Node *node) {
    for (uint32_t i = 0; i < node->argument_count; i++)
        if (is_address(program_expr(program, node->arguments[i])->type)) return true;
    const Expr *callee = program_expr(program, node->callee);
    return is_address(program_function(program, callee->reference)->result_type);
}

static bool defines_entry(const Program *program) {
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (function->is_entry && function->is_defined) return true;
    }
    return false;
}

// POSIX has every program declare `environ` itself.
static bool is_of_other_unit(const Program *program, const Variable *variable) {
    if (!variable->is_external || program->files.items[variable->place.file].is_system) return false;
    return strcmp(variable->name, "environ") != 0;
}

// A variable from elsewhere that is used, not only declared in some header.
static bool shares_variable(const Program *program) {
    for (ExprId id = 1; id < program->exprs.count; id++) {
        const Expr *expr = program_expr(program, id);
        if (expr->kind == EXPR_VARIABLE_ADDRESS &&
            is_of_other_unit(program, program_variable(program, expr->reference)))
            return true;
    }
    return false;
}

// A function from elsewhere whose address is taken for more than a call.
static bool shares_function(const Program *program) {
    uint32_t *uses = arena_new_array(program->arena, uint32_t, program->functions.count);
    for (ExprId id = 1; id < program->exprs.count; id++) {
        const Expr *expr = program_expr(program, id);
        if (expr->kind == EXPR_FUNCTION_ADDRESS && is_outside(program, expr->reference)) uses[expr->reference]++;
    }
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId at = 1; at < function->node_count; at++) {
            const Node *node = &function->nodes[at];
            const Expr *callee = program_expr(program, node->callee);
            if (node->kind != NODE_CALL || callee->kind != EXPR_FUNCTION_ADDRESS) continue;
            if (!is_outside(program, callee->reference)) continue;
            if (call_moves_address(program, node)) return true;
            uses[callee->reference]--;
        }
    }
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (uses[id]) return true;
    return false;
}

static bool lacks_function(const Program *program) {
    for (ExprId id = 1; id < program->exprs.count; id++) {
        const Expr *expr = program_expr(program, id);
        if (expr->kind == EXPR_FUNCTION_ADDRESS && is_outside(program, expr->reference)) return true;
    }
    return false;
}

bool points_to_find_closed(const Program *program) {
    if (program->is_incomplete && lacks_function(program)) return false;
    return defines_entry(program) && !shares_variable(program) && !shares_function(program);
}
