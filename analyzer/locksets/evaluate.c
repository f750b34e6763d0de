// SPDX-License-Identifier: MIT
// Expressions as terms, and what writes do to memory.
#include "locksets/analysis.h"

static bool is_private(const Variable *variable) {
    return variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER ||
           variable->kind == VARIABLE_TEMPORARY;
}

uint32_t key_for_address(const Walk *walk, TermId address) {
    const Term *term = term_at(walk->pool.terms, address);
    bool is_variable = term->kind == TERM_VARIABLE &&
                       is_private(program_variable(walk->analysis->program, term->reference)) &&
                       program_variable(walk->analysis->program, term->reference)->type.kind != TYPE_AGGREGATE;
    return is_variable ? key_of_variable(term->reference) : key_of_cell(address);
}

static TermId truncated(Walk *walk, TermId value, ValueType type) {
    const Term *term = term_at(walk->pool.terms, value);
    if (type.kind == TYPE_FLOAT) return 0;
    if (term->kind != TERM_NUMBER || type.size >= 8 || !type.size || type.kind == TYPE_POINTER) return value;
    uint64_t mask = ((uint64_t)1 << type.size * 8) - 1, bits = (uint64_t)term->constant & mask;
    bool is_negative = type.kind == TYPE_SIGNED && bits >> (type.size * 8 - 1);
    return term_number(walk->pool.terms, (int64_t)(is_negative ? bits | ~mask : bits));
}

static uint32_t field_key(Walk *walk, const Expr *expr) {
    return field_key_of_field(walk->analysis->keys, expr->name, expr->constant);
}

static TermId evaluate_unary(Walk *walk, const LockState *state, const Expr *expr) {
    TermTable *terms = walk->pool.terms;
    TermId value = evaluate_value(walk, state, expr->left), zero = term_number(terms, 0);
    switch (expr->operator_) {
    case OPERATOR_NOT: return term_operation(terms, OPERATOR_EQUAL, value, zero);
    case OPERATOR_NEGATE: return term_operation(terms, OPERATOR_SUBTRACT, zero, value);
    case OPERATOR_COMPLEMENT: return term_operation(terms, OPERATOR_XOR, value, term_number(terms, -1));
    default: return 0;
    }
}

TermId evaluate_value(Walk *walk, const LockState *state, ExprId id) {
    if (!id) return 0;
    const Expr *expr = program_expr(walk->analysis->program, id);
    TermTable *terms = walk->pool.terms;
    switch (expr->kind) {
    case EXPR_CONSTANT: return expr->type.kind == TYPE_FLOAT ? 0 : term_number(terms, expr->constant);
    case EXPR_STRING: return term_leaf(terms, TERM_STRING, id);
    case EXPR_VARIABLE_ADDRESS: return term_leaf(terms, TERM_VARIABLE, expr->reference);
    case EXPR_FUNCTION_ADDRESS: return term_leaf(terms, TERM_FUNCTION, expr->reference);
    case EXPR_FIELD:
        return term_offset(terms, evaluate_value(walk, state, expr->left), expr->constant, field_key(walk, expr));
    case EXPR_ELEMENT:
        return term_element(terms, evaluate_value(walk, state, expr->left), evaluate_value(walk, state, expr->right),
                            expr->constant);
    case EXPR_LOAD: {
        TermId address = evaluate_value(walk, state, expr->left);
        return address ? lock_state_value(&walk->pool, state, key_for_address(walk, address)) : 0;
    }
    case EXPR_UNARY: return evaluate_unary(walk, state, expr);
    case EXPR_BINARY: {
        if (expr->type.kind == TYPE_FLOAT) return 0;
        TermId left = evaluate_value(walk, state, expr->left);
        return left ? term_operation(terms, expr->operator_, left, evaluate_value(walk, state, expr->right)) : 0;
    }
    case EXPR_CONVERT: return truncated(walk, evaluate_value(walk, state, expr->left), expr->type);
    case EXPR_OPAQUE: return 0;
    }
    return 0;
}

// The pointer that an address is made from.
static ExprId pointer_in(const Program *program, ExprId address) {
    const Expr *expr = program_expr(program, address);
    while (expr->kind == EXPR_FIELD || expr->kind == EXPR_ELEMENT) {
        address = expr->left;
        expr = program_expr(program, address);
    }
    return address;
}

bool assume_dereferenced(Walk *walk, LockState *state, ExprId id) {
    if (!id) return true;
    const Expr *expr = program_expr(walk->analysis->program, id);
    if (!assume_dereferenced(walk, state, expr->left) || !assume_dereferenced(walk, state, expr->right)) return false;
    if (expr->kind != EXPR_LOAD) return true;
    return assume_pointer(walk, state, expr->left);
}

bool assume_pointer(Walk *walk, LockState *state, ExprId address) {
    ExprId pointer = pointer_in(walk->analysis->program, address);
    if (program_expr(walk->analysis->program, pointer)->kind != EXPR_LOAD) return true;
    Fact fact = {.term = evaluate_value(walk, state, pointer), .low = INT64_MIN, .high = INT64_MAX};
    fact.has_except = true;
    return lock_state_assume_range(&walk->pool, state, fact);
}

static bool is_one_object(const PointsTo *points_to, const PointeeSet *set) {
    return set->count == 1 && !set->has_unknown && points_to_is_single(points_to, set->items[0]);
}

TermId evaluate_pointer(Walk *walk, const LockState *state, ExprId id) {
    TermId term = evaluate_value(walk, state, id);
    ValueType type = program_expr(walk->analysis->program, id)->type;
    const Term *root = term_at(walk->pool.terms, term);
    while (root->kind == TERM_OFFSET) root = term_at(walk->pool.terms, root->left);
    if (type.kind != TYPE_POINTER || root->kind == TERM_VARIABLE || root->kind == TERM_SITE) return term;
    if (root->kind == TERM_NUMBER || root->kind == TERM_FUNCTION || root->kind == TERM_STRING) return term;
    PointeeSet set = points_to_of_expr(walk->analysis->points_to, walk->id, id);
    return is_one_object(walk->analysis->points_to, &set) ? term_objects(walk->pool.terms, &set) : term;
}

// Pointers decide when they can mean one object only: that name is the same everywhere.
TermId evaluate_lock(Walk *walk, const LockState *state, NodeId node, OperandRole role) {
    PointeeSet set = points_to_of_operand(walk->analysis->points_to, walk->id, node, role);
    if (is_one_object(walk->analysis->points_to, &set)) return term_objects(walk->pool.terms, &set);
    const Node *event = &walk->function->nodes[node];
    TermId term = evaluate_value(walk, state, event_operand(walk->analysis->program, event, role));
    Operand operand = api_operand(program_api(walk->analysis->program, event->api), role);
    bool is_behind = operand.source == SOURCE_POINTEE;
    if (is_behind && term) term = lock_state_value(&walk->pool, state, key_for_address(walk, term));
    return term ? term_as_place(walk->pool.terms, term) : term_objects(walk->pool.terms, &set);
}

static const Term *root_of(const Walk *walk, TermId address) {
    const Term *term = term_at(walk->pool.terms, address);
    while (term->kind == TERM_OFFSET || term->kind == TERM_ELEMENT) term = term_at(walk->pool.terms, term->left);
    return term;
}

static const Variable *private_root(const Walk *walk, TermId address) {
    const Term *root = root_of(walk, address);
    if (root->kind != TERM_VARIABLE) return NULL;
    const Variable *variable = program_variable(walk->analysis->program, root->reference);
    return is_private(variable) ? variable : NULL;
}

void store_value(Walk *walk, LockState *state, NodeId node, TermId address, TermId value) {
    if (!address) return;
    if (!value) value = term_result(walk->pool.terms, node, 0);
    uint32_t key = key_for_address(walk, address);
    const Term *term = term_at(walk->pool.terms, address);
    uint32_t field = term->kind == TERM_OFFSET ? term->reference : 0;
    if ((key & 1) && field && !private_root(walk, address)) lock_state_clobber(&walk->pool, state, field, node);
    if (value) lock_state_bind(&walk->pool, state, key, value);
}

// The whole local that the address lies in may hold anything from here on.
void forget_local(Walk *walk, LockState *state, NodeId node, TermId address) {
    if (!address || !private_root(walk, address)) return;
    VariableId variable = root_of(walk, address)->reference;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < state->bindings.count; i++) {
        Binding binding = state->bindings.items[i];
        const Term *root = binding.key & 1 ? root_of(walk, binding.key / 2) : NULL;
        if (!root || root->kind != TERM_VARIABLE || root->reference != variable)
            state->bindings.items[kept++] = binding;
    }
    state->bindings.count = kept;
    lock_state_bind(&walk->pool, state, key_of_variable(variable), term_result(walk->pool.terms, node, variable));
}

void forget_filled(Walk *walk, LockState *state, NodeId node) {
    const Node *at = &walk->function->nodes[node];
    for (uint32_t i = 0; i < at->argument_count; i++)
        forget_local(walk, state, node, evaluate_value(walk, state, at->arguments[i]));
    if (!at->result) return;
    lock_state_bind(&walk->pool, state, key_of_variable(at->result), term_result(walk->pool.terms, node, 0));
}
