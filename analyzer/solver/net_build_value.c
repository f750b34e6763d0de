// SPDX-License-Identifier: MIT
#include "link/tracked_variable.h"
#include "solver/net_build_predicate.h"

#include <string.h>

static uint32_t find_fact(const Environment *environment, uint32_t key) {
    uint32_t at = 0;
    while (at < environment->fact_count && environment->facts[at].key < key) at++;
    return at;
}

Known environment_get(const Environment *environment, uint32_t key) {
    uint32_t at = find_fact(environment, key);
    if (at < environment->fact_count && environment->facts[at].key == key) return environment->facts[at].known;
    return (Known){0};
}

void environment_set(Environment *environment, uint32_t key, Known known) {
    uint32_t at = find_fact(environment, key);
    bool has_it = at < environment->fact_count && environment->facts[at].key == key;
    Fact *fact = &environment->facts[at];
    size_t after = (environment->fact_count - at) * sizeof(Fact);
    if (known.kind == KNOWN_NOTHING) {
        if (!has_it) return;
        memmove(fact, fact + 1, after - sizeof(Fact));
        memset(&environment->facts[--environment->fact_count], 0, sizeof(Fact));
        return;
    }
    if (!has_it) {
        bool is_lock = key & HELD_LOCK;
        if (environment->fact_count == FACTS - (is_lock ? 0 : 4)) return; // knowing less is always right
        memmove(fact + 1, fact, after);
        environment->fact_count++;
    }
    memset(fact, 0, sizeof *fact);
    fact->key = key;
    fact->known.kind = known.kind;
    fact->known.amount = known.amount;
}

static bool is_integer(ValueType type) {
    return type.kind == TYPE_SIGNED || type.kind == TYPE_UNSIGNED;
}

static void bound_symbol(Builder *builder, NetSymbolId symbol, ValueType type) {
    Net *net = builder->net;
    bool is_signed = type.kind == TYPE_SIGNED;
    if (!is_signed) array_push(&net->assumptions, net->arena, (PathConstraint){symbol, 0, 0, OPERATOR_GREATER_EQUAL});
    if (type.size >= 8 || type.size == 0) return;
    int64_t most = ((int64_t)1 << (8 * type.size - (is_signed ? 1 : 0))) - 1;
    array_push(&net->assumptions, net->arena, (PathConstraint){symbol, 0, most, OPERATOR_LESS_EQUAL});
    if (is_signed)
        array_push(&net->assumptions, net->arena, (PathConstraint){symbol, 0, -most - 1, OPERATOR_GREATER_EQUAL});
}

Known build_symbol(Builder *builder, SymbolKey key, const char *name, ValueType type) {
    for (NetSymbolId i = 1; i < builder->symbol_keys.count; i++) {
        const SymbolKey *other = &builder->symbol_keys.items[i];
        if (other->kind == key.kind && other->first == key.first && other->second == key.second &&
            other->third == key.third && other->constant == key.constant)
            return (Known){KNOWN_AMOUNT, {i, 0}};
    }
    NetSymbolId symbol = net_add_symbol(builder->net, name);
    array_push(&builder->symbol_keys, builder->arena, key);
    bound_symbol(builder, symbol, type);
    return (Known){KNOWN_AMOUNT, {symbol, 0}};
}

static int64_t truncate(int64_t value, ValueType type) {
    if (!is_integer(type) || type.size >= 8 || type.size == 0) return value;
    uint64_t mask = ((uint64_t)1 << (8 * type.size)) - 1, bits = (uint64_t)value & mask;
    bool is_negative = type.kind == TYPE_SIGNED && (bits >> (8 * type.size - 1) & 1);
    return (int64_t)(is_negative ? bits | ~mask : bits);
}

// The amount as a value of the type: the same as far as it fits.
static Known as_converted(Builder *builder, NetAmount amount, ValueType type) {
    SymbolKey key = {2, amount.symbol, (uint32_t)type.kind, (uint32_t)type.size, amount.constant};
    uint32_t before = builder->net->symbols.count;
    Known converted = build_symbol(builder, key, "converted", type);
    if (builder->net->symbols.count == before) return converted;
    bool is_signed = type.kind == TYPE_SIGNED;
    int64_t most = type.size >= 8 ? INT64_MAX : ((int64_t)1 << (8 * type.size - (is_signed ? 1 : 0))) - 1;
    NetConversion conversion = {amount, converted.amount.symbol, is_signed ? -most - 1 : 0, most};
    array_push(&builder->net->conversions, builder->net->arena, conversion);
    return converted;
}

// A sum as a value of the type. Signed sums do not overflow; others that may wrap become symbols of their own.
static Known fit_sum(Builder *builder, NetAmount sum, ValueType type) {
    if (!sum.symbol) return known_constant(truncate(sum.constant, type));
    if (type.kind == TYPE_SIGNED || (sum.constant == 0 && type.kind == TYPE_POINTER)) return (Known){KNOWN_AMOUNT, sum};
    return as_converted(builder, sum, type);
}

static Known convert(Builder *builder, Known known, ValueType from, ValueType to) {
    if (known.kind == KNOWN_NOT_ZERO) return to.size >= from.size ? known : (Known){0};
    if (known.kind != KNOWN_AMOUNT) return known;
    if (!known.amount.symbol) return known_constant(truncate(known.amount.constant, to));
    bool is_wider = to.size > from.size || (to.size == from.size && to.kind == from.kind);
    bool keeps_sign = to.kind == TYPE_SIGNED || from.kind == TYPE_UNSIGNED || to.kind == from.kind;
    if (is_wider && keeps_sign && to.kind != TYPE_FLOAT) return known;
    if (!is_integer(to)) return (Known){0};
    return as_converted(builder, known.amount, to);
}

static PathConstraint compare(NetAmount left, Operator operator_, NetAmount right) {
    return (PathConstraint){left.symbol, right.symbol, right.constant - left.constant, operator_};
}

static bool is_small(NetAmount amount) {
    return amount.constant > -((int64_t)1 << 61) && amount.constant < (int64_t)1 << 61;
}

// An unsigned comparison of a constant that is negative as we keep it is not ours to decide.
static bool can_compare(NetAmount left, NetAmount right, ValueType type) {
    if (!is_small(left) || !is_small(right)) return false;
    if (type.kind == TYPE_SIGNED || type.kind == TYPE_POINTER) return true;
    if (type.kind != TYPE_UNSIGNED) return false;
    return (left.symbol || left.constant >= 0) && (right.symbol || right.constant >= 0);
}

static Known evaluate_constants(Operator operator_, int64_t left, int64_t right, ValueType type) {
    uint64_t a = (uint64_t)left, b = (uint64_t)right;
    switch (operator_) {
    case OPERATOR_MULTIPLY: return known_constant(truncate((int64_t)(a * b), type));
    case OPERATOR_AND: return known_constant((int64_t)(a & b));
    case OPERATOR_OR: return known_constant((int64_t)(a | b));
    case OPERATOR_XOR: return known_constant(truncate((int64_t)(a ^ b), type));
    default: return (Known){0};
    }
}

static Known evaluate_binary(Builder *builder, const Environment *environment, const Expr *expr) {
    Known left = build_evaluate(builder, environment, expr->left),
          right = build_evaluate(builder, environment, expr->right);
    if (left.kind != KNOWN_AMOUNT || right.kind != KNOWN_AMOUNT) return (Known){0};
    NetAmount a = left.amount, b = right.amount;
    if (!is_small(a) || !is_small(b)) return (Known){0};
    ValueType operand = program_expr(builder->program, expr->left)->type;
    switch (expr->operator_) {
    case OPERATOR_ADD:
        if (a.symbol && b.symbol) return (Known){0};
        return fit_sum(builder, (NetAmount){a.symbol | b.symbol, a.constant + b.constant}, expr->type);
    case OPERATOR_SUBTRACT:
        if (b.symbol) return a.symbol == b.symbol ? known_constant(a.constant - b.constant) : (Known){0};
        return fit_sum(builder, (NetAmount){a.symbol, a.constant - b.constant}, expr->type);
    case OPERATOR_EQUAL:
    case OPERATOR_NOT_EQUAL:
    case OPERATOR_LESS:
    case OPERATOR_LESS_EQUAL:
    case OPERATOR_GREATER:
    case OPERATOR_GREATER_EQUAL: {
        if (a.symbol != b.symbol || !can_compare(a, b, operand)) return (Known){0};
        PathConstraint constraint = compare((NetAmount){0, a.constant}, expr->operator_, (NetAmount){0, b.constant});
        return known_constant(path_constraint_holds(constraint, NULL));
    }
    default:
        if (a.symbol || b.symbol) return (Known){0};
        return evaluate_constants(expr->operator_, a.constant, b.constant, expr->type);
    }
}

static Known evaluate_unary(Builder *builder, const Environment *environment, const Expr *expr) {
    Known known = build_evaluate(builder, environment, expr->left);
    if (expr->operator_ == OPERATOR_NOT && known.kind == KNOWN_NOT_ZERO) return known_constant(0);
    if (known.kind != KNOWN_AMOUNT || known.amount.symbol) return (Known){0};
    uint64_t bits = (uint64_t)known.amount.constant;
    if (expr->operator_ == OPERATOR_NOT) return known_constant(bits == 0);
    if (expr->operator_ == OPERATOR_NEGATE) return known_constant(truncate((int64_t)(0 - bits), expr->type));
    if (expr->operator_ == OPERATOR_COMPLEMENT) return known_constant(truncate((int64_t)~bits, expr->type));
    return (Known){0};
}

static Known evaluate_load(Builder *builder, const Environment *environment, const Expr *expr) {
    const Expr *address = program_expr(builder->program, expr->left);
    if (address->kind != EXPR_VARIABLE_ADDRESS || !variable_is_tracked(builder->program, address->reference))
        return is_integer(expr->type) ? build_cell_load(builder, expr) : (Known){0};
    if (expr->type.size != program_variable(builder->program, address->reference)->type.size) return (Known){0};
    return environment_get(environment, address->reference);
}

Known build_evaluate(Builder *builder, const Environment *environment, ExprId id) {
    const Expr *expr = program_expr(builder->program, id);
    if (!id) return (Known){0};
    switch (expr->kind) {
    case EXPR_CONSTANT: return known_constant(expr->constant);
    case EXPR_STRING:
    case EXPR_VARIABLE_ADDRESS:
    case EXPR_FUNCTION_ADDRESS: return (Known){.kind = KNOWN_NOT_ZERO};
    case EXPR_LOAD: return evaluate_load(builder, environment, expr);
    case EXPR_UNARY: return evaluate_unary(builder, environment, expr);
    case EXPR_BINARY: return evaluate_binary(builder, environment, expr);
    case EXPR_CONVERT:
        return convert(builder, build_evaluate(builder, environment, expr->left),
                       program_expr(builder->program, expr->left)->type, expr->type);
    default: return (Known){0};
    }
}

void build_define(Builder *builder, Environment *environment, ContextId context, NodeId node, VariableId variable,
                  Known known) {
    if (!variable || !variable_is_tracked(builder->program, variable)) return;
    const Variable *defined = program_variable(builder->program, variable);
    if (known.kind == KNOWN_AMOUNT && !known.amount.symbol)
        known.amount.constant = truncate(known.amount.constant, defined->type);
    if (known.kind == KNOWN_NOTHING && build_is_once(builder, context, node)) {
        SymbolKey key = {1, context, node, variable, 0};
        known = build_symbol(builder, key, *defined->name ? defined->name : "result", defined->type);
    }
    environment_set(environment, variable, known);
}

// What a condition says in symbols: a constant truth, or one comparison.
typedef enum ConditionKind { CONDITION_OPEN, CONDITION_TRUE, CONDITION_FALSE, CONDITION_GUARD } ConditionKind;

static ConditionKind read_condition(Builder *builder, const Environment *environment, ExprId id,
                                    PathConstraint *guard) {
    Known known = build_evaluate(builder, environment, id);
    if (known.kind == KNOWN_NOT_ZERO) return CONDITION_TRUE;
    if (known.kind == KNOWN_AMOUNT && !known.amount.symbol)
        return known.amount.constant ? CONDITION_TRUE : CONDITION_FALSE;
    if (known.kind == KNOWN_AMOUNT) {
        *guard = compare(known.amount, OPERATOR_NOT_EQUAL, net_constant(0));
        return is_small(known.amount) ? CONDITION_GUARD : CONDITION_OPEN;
    }
    const Expr *expr = program_expr(builder->program, id);
    if (expr->kind == EXPR_UNARY && expr->operator_ == OPERATOR_NOT) {
        ConditionKind kind = read_condition(builder, environment, expr->left, guard);
        if (kind == CONDITION_GUARD) *guard = path_constraint_negate(*guard);
        return kind == CONDITION_TRUE ? CONDITION_FALSE : kind == CONDITION_FALSE ? CONDITION_TRUE : kind;
    }
    if (expr->kind != EXPR_BINARY || expr->operator_ < OPERATOR_EQUAL || expr->operator_ > OPERATOR_GREATER_EQUAL)
        return CONDITION_OPEN;
    Known left = build_evaluate(builder, environment, expr->left),
          right = build_evaluate(builder, environment, expr->right);
    if (left.kind != KNOWN_AMOUNT || right.kind != KNOWN_AMOUNT) return CONDITION_OPEN;
    if (!can_compare(left.amount, right.amount, program_expr(builder->program, expr->left)->type))
        return CONDITION_OPEN;
    *guard = compare(left.amount, expr->operator_, right.amount);
    return CONDITION_GUARD;
}

// What the variable holds on the way where the condition is `is_true`.
static void refine(Builder *builder, Environment *environment, ExprId id, bool is_true) {
    const Expr *expr = program_expr(builder->program, id);
    if (expr->kind == EXPR_UNARY && expr->operator_ == OPERATOR_NOT) {
        refine(builder, environment, expr->left, !is_true);
        return;
    }
    Known value = {.kind = is_true ? KNOWN_NOT_ZERO : KNOWN_AMOUNT};
    if (expr->kind == EXPR_BINARY && (expr->operator_ == OPERATOR_EQUAL || expr->operator_ == OPERATOR_NOT_EQUAL)) {
        Known right = build_evaluate(builder, environment, expr->right);
        bool is_equal = (expr->operator_ == OPERATOR_EQUAL) == is_true;
        if (right.kind != KNOWN_AMOUNT || right.amount.symbol) return;
        if (is_equal)
            value = right;
        else if (right.amount.constant == 0)
            value = (Known){.kind = KNOWN_NOT_ZERO};
        else
            return;
        expr = program_expr(builder->program, expr->left);
    }
    if (expr->kind != EXPR_LOAD || evaluate_load(builder, environment, expr).kind == KNOWN_AMOUNT) return;
    const Expr *address = program_expr(builder->program, expr->left);
    if (address->kind == EXPR_VARIABLE_ADDRESS && variable_is_tracked(builder->program, address->reference))
        environment_set(environment, address->reference, value);
}

static NetTransitionId go_way(Walk *walk, ExprId condition, bool is_true, NodeId next, const PathConstraint *guard,
                              NetTransition transition) {
    Environment environment = walk->environment;
    refine(walk->builder, &environment, condition, is_true);
    NetPlaceId to = build_place_at(walk->builder, walk->context, next, &environment);
    transition.from = walk->place;
    transition.to = to;
    transition.source = build_source(walk->builder, walk->context, walk->node_id);
    NetTransitionId id = build_connect(walk->builder, transition);
    if (guard) net_add_guard(walk->builder->net, id, *guard);
    return id;
}

void build_branch(Walk *walk, ExprId condition, NodeId if_true, NodeId if_false, NetTransitionId *true_way,
                  NetTransitionId *false_way) {
    PathConstraint guard = {0}, opposite = {0};
    ConditionKind kind = read_condition(walk->builder, &walk->environment, condition, &guard);
    bool is_guarded = kind == CONDITION_GUARD;
    if (is_guarded) opposite = path_constraint_negate(guard);
    *true_way = *false_way = 0;
    NetTransition test = {0}, no_test = {0}, not_so;
    if (kind != CONDITION_OPEN || !build_read_test(walk->builder, &walk->environment, condition, &test)) test = no_test;
    not_so = test;
    if (test.action == NET_TEST)
        not_so.comparison = path_constraint_negate((PathConstraint){.operator_ = test.comparison}).operator_;
    if (kind != CONDITION_FALSE) *true_way = go_way(walk, condition, true, if_true, is_guarded ? &guard : NULL, test);
    if (kind != CONDITION_TRUE)
        *false_way = go_way(walk, condition, false, if_false, is_guarded ? &opposite : NULL, not_so);
}

static void go_case(Walk *walk, NodeId next, const PathConstraint *guards, uint32_t count,
                    const Environment *environment) {
    NetPlaceId to = build_place_at(walk->builder, walk->context, next, environment);
    NetTransition transition = {.from = walk->place, .to = to};
    transition.source = build_source(walk->builder, walk->context, walk->node_id);
    NetTransitionId id = build_connect(walk->builder, transition);
    for (uint32_t i = 0; i < count; i++) net_add_guard(walk->builder->net, id, guards[i]);
}

static void switch_on_symbol(Walk *walk, NetAmount value) {
    const Node *node = walk->node;
    PathConstraint *others = arena_new_array(walk->builder->arena, PathConstraint, node->case_count);
    bool are_single = true;
    for (uint32_t i = 0; i < node->case_count; i++) {
        const SwitchCase *one = &node->cases[i];
        PathConstraint range[2] = {compare(value, OPERATOR_GREATER_EQUAL, net_constant(one->low)),
                                   compare(value, OPERATOR_LESS_EQUAL, net_constant(one->high))};
        others[i] = compare(value, OPERATOR_NOT_EQUAL, net_constant(one->low));
        are_single &= one->low == one->high;
        go_case(walk, one->next, range, 2, &walk->environment);
    }
    go_case(walk, node->otherwise, others, are_single ? node->case_count : 0, &walk->environment);
}

void build_switch(Walk *walk) {
    const Node *node = walk->node;
    Known known = build_evaluate(walk->builder, &walk->environment, node->value);
    if (known.kind == KNOWN_AMOUNT && known.amount.symbol && is_small(known.amount)) {
        switch_on_symbol(walk, known.amount);
        return;
    }
    bool is_constant = known.kind == KNOWN_AMOUNT && !known.amount.symbol;
    for (uint32_t i = 0; i < node->case_count; i++) {
        const SwitchCase *one = &node->cases[i];
        bool is_hit = is_constant && one->low <= known.amount.constant && known.amount.constant <= one->high;
        if (is_constant && !is_hit) continue;
        go_case(walk, one->next, NULL, 0, &walk->environment);
        if (is_hit) return;
    }
    go_case(walk, node->otherwise, NULL, 0, &walk->environment);
}
