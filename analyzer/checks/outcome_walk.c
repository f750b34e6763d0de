// SPDX-License-Identifier: MIT
#include "checks/outcome_walk.h"

#include <string.h>

enum { MOST_KNOWN = 16, MOST_PLACES = 400 };

typedef struct Known {
    VariableId variable;
    int64_t value;
} Known;

// A node and what is known there, sorted by variable.
typedef struct WalkPlace {
    NodeId node;
    uint32_t known_count;
    Known known[MOST_KNOWN];
} WalkPlace;

typedef struct Walker {
    const OutcomeWalk *walk;
    FunctionId function;
    ARRAY(WalkPlace) places; // those behind `done` are still to be looked at
    OutcomeEnd end;
} Walker;

bool outcome_value(const Api *api, OutcomeKind outcome, int64_t *value) {
    const Outcome *row = &api->outcomes[outcome];
    *value = row->value;
    return row->is_possible && row->has_value;
}

static bool is_followed(const Walker *walker, VariableId id) {
    const Variable *variable = program_variable(walker->walk->program, id);
    bool is_own = variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER ||
                  variable->kind == VARIABLE_TEMPORARY;
    return is_own && !variable->is_address_taken && !variable->type.is_volatile;
}

static void forget(WalkPlace *place, VariableId variable) {
    for (uint32_t i = 0; i < place->known_count; i++) {
        if (place->known[i].variable != variable) continue;
        place->known_count--;
        memmove(&place->known[i], &place->known[i + 1], (place->known_count - i) * sizeof *place->known);
        return;
    }
}

static void learn(const Walker *walker, WalkPlace *place, VariableId variable, int64_t value) {
    forget(place, variable);
    if (!is_followed(walker, variable) || place->known_count == MOST_KNOWN) return;
    uint32_t at = place->known_count++;
    for (; at > 0 && place->known[at - 1].variable > variable; at--) place->known[at] = place->known[at - 1];
    place->known[at] = (Known){variable, value};
}

// The value as it lies in memory of this type.
static bool fit(ValueType type, int64_t *value) {
    if (type.kind != TYPE_SIGNED && type.kind != TYPE_UNSIGNED) return type.kind == TYPE_POINTER;
    if (type.size == 0 || type.size >= 8) return true;
    unsigned shift = 64 - 8 * (unsigned)type.size;
    uint64_t high = (uint64_t)*value << shift;
    *value = type.kind == TYPE_SIGNED ? (int64_t)high >> shift : (int64_t)(high >> shift);
    return true;
}

static bool compare(Operator operator_, bool is_unsigned, int64_t left, int64_t right, int64_t *value) {
    bool is_less = is_unsigned ? (uint64_t)left < (uint64_t)right : left < right;
    switch (operator_) {
    case OPERATOR_EQUAL: *value = left == right; return true;
    case OPERATOR_NOT_EQUAL: *value = left != right; return true;
    case OPERATOR_LESS: *value = is_less; return true;
    case OPERATOR_LESS_EQUAL: *value = is_less || left == right; return true;
    case OPERATOR_GREATER: *value = !is_less && left != right; return true;
    case OPERATOR_GREATER_EQUAL: *value = !is_less; return true;
    default: return false;
    }
}

static bool calculate(Operator operator_, int64_t left, int64_t right, int64_t *value) {
    uint64_t a = (uint64_t)left, b = (uint64_t)right;
    switch (operator_) {
    case OPERATOR_ADD: *value = (int64_t)(a + b); return true;
    case OPERATOR_SUBTRACT: *value = (int64_t)(a - b); return true;
    case OPERATOR_AND: *value = (int64_t)(a & b); return true;
    case OPERATOR_OR: *value = (int64_t)(a | b); return true;
    case OPERATOR_XOR: *value = (int64_t)(a ^ b); return true;
    default: return false;
    }
}

static bool evaluate(const Walker *walker, const WalkPlace *place, ExprId id, int64_t *value);

static bool evaluate_load(const Walker *walker, const WalkPlace *place, const Expr *expr, int64_t *value) {
    const Expr *address = program_expr(walker->walk->program, expr->left);
    if (address->kind == EXPR_VARIABLE_ADDRESS)
        for (uint32_t i = 0; i < place->known_count; i++)
            if (place->known[i].variable == address->reference) {
                *value = place->known[i].value;
                return true;
            }
    return walker->walk->load && walker->walk->load(walker->walk->context, expr, value);
}

static bool evaluate_unary(const Walker *walker, const WalkPlace *place, const Expr *expr, int64_t *value) {
    if (!evaluate(walker, place, expr->left, value)) return false;
    switch (expr->operator_) {
    case OPERATOR_NEGATE: *value = (int64_t)(0 - (uint64_t)*value); break;
    case OPERATOR_COMPLEMENT: *value = ~*value; break;
    case OPERATOR_NOT: *value = !*value; break;
    default: return false;
    }
    return fit(expr->type, value);
}

static bool evaluate_binary(const Walker *walker, const WalkPlace *place, const Expr *expr, int64_t *value) {
    int64_t left, right;
    if (!evaluate(walker, place, expr->left, &left) || !evaluate(walker, place, expr->right, &right)) return false;
    const Expr *operand = program_expr(walker->walk->program, expr->left);
    bool is_unsigned = operand->type.kind == TYPE_UNSIGNED || operand->type.kind == TYPE_POINTER;
    if (compare(expr->operator_, is_unsigned, left, right, value)) return true;
    return calculate(expr->operator_, left, right, value) && fit(expr->type, value);
}

static bool evaluate(const Walker *walker, const WalkPlace *place, ExprId id, int64_t *value) {
    const Expr *expr = program_expr(walker->walk->program, id);
    switch (expr->kind) {
    case EXPR_CONSTANT: *value = expr->constant; return true;
    case EXPR_LOAD: return evaluate_load(walker, place, expr, value);
    case EXPR_CONVERT: return evaluate(walker, place, expr->left, value) && fit(expr->type, value);
    case EXPR_UNARY: return evaluate_unary(walker, place, expr, value);
    case EXPR_BINARY: return evaluate_binary(walker, place, expr, value);
    default: return false;
    }
}

static void leave(Walker *walker, const WalkPlace *place, const Node *node) {
    OutcomeEnd *end = &walker->end;
    int64_t value = 0;
    bool is_known = node->kind == NODE_RETURN && node->value && evaluate(walker, place, node->value, &value);
    end->has_value = is_known && (!end->leaves || (end->has_value && end->value == value));
    end->value = value;
    end->leaves = true;
}

static bool is_seen(const Walker *walker, const WalkPlace *place) {
    for (uint32_t i = 0; i < walker->places.count; i++) {
        const WalkPlace *other = &walker->places.items[i];
        if (other->node == place->node && other->known_count == place->known_count &&
            !memcmp(other->known, place->known, place->known_count * sizeof *place->known))
            return true;
    }
    return false;
}

static void go_to(Walker *walker, WalkPlace place, NodeId next, const Node *node) {
    if (!next) {
        leave(walker, &place, node);
        return;
    }
    place.node = next;
    if (is_seen(walker, &place)) return;
    if (walker->places.count == MOST_PLACES)
        walker->end.is_cut = true;
    else
        array_push(&walker->places, walker->walk->arena, place);
}

static NodeId switch_way(const Node *node, int64_t value) {
    for (uint32_t i = 0; i < node->case_count; i++)
        if (value >= node->cases[i].low && value <= node->cases[i].high) return node->cases[i].next;
    return node->otherwise;
}

static void go_on_from_choice(Walker *walker, const WalkPlace *place, const Node *node) {
    int64_t value;
    if (evaluate(walker, place, node->value, &value)) {
        NodeId way = node->kind == NODE_SWITCH ? switch_way(node, value) : value ? node->next : node->otherwise;
        go_to(walker, *place, way, node);
        return;
    }
    go_to(walker, *place, node->otherwise, node);
    if (node->kind == NODE_BRANCH) go_to(walker, *place, node->next, node);
    for (uint32_t i = 0; node->kind == NODE_SWITCH && i < node->case_count; i++)
        go_to(walker, *place, node->cases[i].next, node);
}

static VariableId assigned_variable(const Walker *walker, const Node *node) {
    const Expr *target = program_expr(walker->walk->program, node->target);
    return target->kind == EXPR_VARIABLE_ADDRESS ? target->reference : 0;
}

static void take_effect(Walker *walker, WalkPlace *place, const Node *node) {
    int64_t value;
    CallSite site = {walker->function, place->node};
    bool is_call = node->kind == NODE_CALL || node->kind == NODE_EVENT;
    bool is_store = node->kind == NODE_ASSIGN || node->kind == NODE_COPY || node->kind == NODE_ZERO;
    VariableId changed = is_call ? node->result : is_store ? assigned_variable(walker, node) : 0;
    if (!changed) return;
    bool is_known = is_call ? walker->walk->result(walker->walk->context, site, &value)
                    : node->kind == NODE_ASSIGN
                        ? evaluate(walker, place, node->value, &value) && fit(node->type, &value)
                        : false;
    if (is_known)
        learn(walker, place, changed, value);
    else
        forget(place, changed);
}

static void go_on(Walker *walker, WalkPlace place) {
    const Node *node = &program_function(walker->walk->program, walker->function)->nodes[place.node];
    if (node->kind == NODE_BRANCH || node->kind == NODE_SWITCH) {
        go_on_from_choice(walker, &place, node);
        return;
    }
    take_effect(walker, &place, node);
    go_to(walker, place, node->kind == NODE_RETURN ? 0 : node->next, node);
}

OutcomeEnd outcome_walk(const OutcomeWalk *walk, CallSite from) {
    Walker walker = {.walk = walk, .function = from.function};
    WalkPlace start = {.node = from.node};
    if (from.node)
        go_on(&walker, start);
    else
        go_to(&walker, start, program_function(walk->program, from.function)->entry, NULL);
    for (uint32_t done = 0; done < walker.places.count && !walker.end.is_cut; done++) {
        WalkPlace place = walker.places.items[done];
        if (walk->enter(walk->context, (CallSite){from.function, place.node})) go_on(&walker, place);
    }
    return walker.end;
}
