// SPDX-License-Identifier: MIT
// Names of the addresses that a function's nodes read and write, in the same words as its locks.
#include "locksets/analysis.h"

// ---- functions that are followed

static bool is_indirect(const Program *program, ExprId address) {
    const Expr *expr = program_expr(program, address);
    for (; expr->kind == EXPR_FIELD || expr->kind == EXPR_ELEMENT || expr->kind == EXPR_CONVERT;
         expr = program_expr(program, expr->left))
        if (expr->kind == EXPR_ELEMENT && program_expr(program, expr->right)->kind != EXPR_CONSTANT) return true;
    return expr->kind != EXPR_VARIABLE_ADDRESS;
}

static void record_address(Walk *walk, NodeId node, const LockState *state, ExprId address) {
    LockAnalysis *analysis = walk->analysis;
    if (!address || !is_indirect(analysis->program, address)) return;
    TermId term = term_as_place(walk->pool.terms, evaluate_value(walk, state, address));
    bool is_new;
    uint64_t place = (uint64_t)walk->id << 32 | node;
    uint32_t *known = pair_map_slot(&analysis->addresses, analysis->arena, place, address, &is_new);
    *known = is_new || *known == term ? term : 0;
}

static void record_loads(Walk *walk, NodeId node, const LockState *state, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(walk->analysis->program, id);
    if (expr->kind == EXPR_LOAD) record_address(walk, node, state, expr->left);
    record_loads(walk, node, state, expr->left);
    record_loads(walk, node, state, expr->right);
}

void record_addresses(Walk *walk, NodeId id, const LockState *state) {
    const Node *node = &walk->function->nodes[id];
    record_loads(walk, id, state, node->value);
    record_loads(walk, id, state, node->target);
    record_address(walk, id, state, node->target);
    if (node->kind == NODE_COPY) record_address(walk, id, state, node->value);
    for (uint32_t i = 0; i < node->argument_count; i++) {
        record_loads(walk, id, state, node->arguments[i]);
        if (node->kind == NODE_EVENT) record_address(walk, id, state, node->arguments[i]);
    }
}

// ---- the others: parameters, and places in them or in globals

static bool is_kept_parameter(const Program *program, const Function *function, VariableId id) {
    const Variable *variable = program_variable(program, id);
    if (variable->kind != VARIABLE_PARAMETER || variable->is_address_taken) return false;
    for (NodeId at = 1; at < function->node_count; at++) {
        const Node *node = &function->nodes[at];
        const Expr *target = node->target ? program_expr(program, node->target) : NULL;
        if (node->result == id) return false;
        if (target && target->kind == EXPR_VARIABLE_ADDRESS && target->reference == id) return false;
    }
    return true;
}

TermId plain_term(const LockAnalysis *analysis, const Function *function, ExprId id) {
    const Expr *expr = program_expr(analysis->program, id);
    const Expr *left = expr->left ? program_expr(analysis->program, expr->left) : NULL;
    switch (expr->kind) {
    case EXPR_CONVERT: return plain_term(analysis, function, expr->left);
    case EXPR_CONSTANT: return expr->type.kind == TYPE_FLOAT ? 0 : term_number(analysis->terms, expr->constant);
    case EXPR_FIELD: return term_offset(analysis->terms, plain_term(analysis, function, expr->left), expr->constant, 0);
    case EXPR_ELEMENT:
        return term_element(analysis->terms, plain_term(analysis, function, expr->left),
                            plain_term(analysis, function, expr->right), expr->constant);
    case EXPR_VARIABLE_ADDRESS: return term_leaf(analysis->terms, TERM_VARIABLE, expr->reference);
    case EXPR_LOAD:
        if (left->kind != EXPR_VARIABLE_ADDRESS || !is_kept_parameter(analysis->program, function, left->reference))
            return 0;
        return term_leaf(analysis->terms, TERM_ENTRY, left->reference);
    default: return 0;
    }
}

TermId locksets_address(const Locksets *locksets, FunctionId function, NodeId node, ExprId address) {
    const LockAnalysis *analysis = locksets->analysis;
    if (analysis->node_locks[function] && is_indirect(analysis->program, address))
        return pair_map_get(&analysis->addresses, (uint64_t)function << 32 | node, address, 0);
    return plain_term(analysis, program_function(analysis->program, function), address);
}
