// SPDX-License-Identifier: MIT
// Expressions to values: constants fold into addresses, so that only loads through pointers make constraints.
#include "link/points_to_state.h"

#define VALUE_UNKNOWN (VALUE_ADDRESS | LOCATION_UNKNOWN)

// Integers of four bytes count: libraries hand out handles as int.
bool points_to_carries(ValueType type) {
    if (type.kind == TYPE_POINTER) return true;
    return (type.kind == TYPE_SIGNED || type.kind == TYPE_UNSIGNED) && type.size >= 4 && type.size <= 8;
}

static Value address_of(LocationId location) {
    return location ? VALUE_ADDRESS | location : 0;
}

static Value derive(PointsTo *state, Value base, Constraint constraint) {
    if (!base) return 0;
    if (base & VALUE_ADDRESS) {
        LocationId from = points_to_canonical(state, base & ~VALUE_ADDRESS);
        switch (constraint.kind) {
        case CONSTRAINT_SHIFT: return address_of(points_to_shift(state, from, constraint.number));
        case CONSTRAINT_ELEMENT: return address_of(points_to_element(state, from, constraint.number, constraint.index));
        default: return address_of(points_to_any_element(state, from, constraint.number));
        }
    }
    return points_to_derive(state, base, constraint);
}

static Value shifted(PointsTo *state, Value base, int64_t bytes) {
    return bytes ? derive(state, base, (Constraint){.kind = CONSTRAINT_SHIFT, .number = bytes}) : base;
}

static Value any_element(PointsTo *state, Value base, int64_t stride) {
    return derive(state, base, (Constraint){.kind = CONSTRAINT_ANY_ELEMENT, .number = stride});
}

static ExprId without_conversions(const Program *program, ExprId id) {
    while (program_expr(program, id)->kind == EXPR_CONVERT) id = program_expr(program, id)->left;
    return id;
}

static bool constant_of(const Program *program, ExprId id, int64_t *constant) {
    const Expr *expr = program_expr(program, without_conversions(program, id));
    if (expr->kind == EXPR_UNARY && expr->operator_ == OPERATOR_NEGATE && constant_of(program, expr->left, constant)) {
        *constant = -*constant;
        return true;
    }
    if (expr->kind != EXPR_CONSTANT) return false;
    *constant = expr->constant;
    return true;
}

static Value element_value(PointsTo *state, ContextId context, const Expr *expr) {
    Value base = points_to_value(state, context, expr->left);
    points_to_value(state, context, expr->right);
    int64_t index;
    if (!constant_of(state->program, expr->right, &index)) return any_element(state, base, expr->constant);
    if (!index) return base;
    if (index > INT32_MAX || index < INT32_MIN) return 0;
    return derive(state, base,
                  (Constraint){.kind = CONSTRAINT_ELEMENT, .number = expr->constant, .index = (int32_t)index});
}

static Value both(PointsTo *state, Value left, Value right) {
    if (!left || !right || left == right) return left ? left : right;
    CellId cell = points_to_add_cell(state);
    points_to_flow(state, left, cell);
    points_to_flow(state, right, cell);
    return cell;
}

// Arithmetic on integers that are as wide as a pointer may be pointer arithmetic; masks keep the address.
static Value binary_value(PointsTo *state, ContextId context, const Expr *expr) {
    Value left = points_to_value(state, context, expr->left), right = points_to_value(state, context, expr->right);
    bool is_sum = expr->operator_ == OPERATOR_ADD || expr->operator_ == OPERATOR_SUBTRACT;
    bool is_mask = expr->operator_ == OPERATOR_AND || expr->operator_ == OPERATOR_OR;
    if (!points_to_carries(expr->type) || !(is_sum || is_mask)) return 0;
    if (is_mask) return both(state, left, right);
    int64_t constant;
    if (constant_of(state->program, expr->right, &constant))
        return shifted(state, left, expr->operator_ == OPERATOR_ADD ? constant : -constant);
    if (expr->type.size < 8 && expr->type.kind != TYPE_POINTER) return 0;
    if (expr->operator_ == OPERATOR_SUBTRACT)
        return program_expr(state->program, expr->right)->type.kind == TYPE_POINTER ? 0 : any_element(state, left, 1);
    if (constant_of(state->program, expr->left, &constant)) return shifted(state, right, constant);
    return any_element(state, both(state, left, right), 1);
}

// All strings are one site: they hold no addresses, and nothing asks which one it is.
static Value string_value(PointsTo *state) {
    uint32_t *site = pair_map_slot(&state->site_map, state->arena, UINT64_MAX, 0, NULL);
    if (!*site) *site = points_to_add_site(state, (Site){.kind = SITE_STRING}, 0, 0);
    return address_of(points_to_location(state, state->block_of_site.items[*site], 0));
}

static Value evaluate(PointsTo *state, ContextId context, ExprId id) {
    const Expr *expr = program_expr(state->program, id);
    Value left;
    switch (expr->kind) {
    case EXPR_STRING: return string_value(state);
    case EXPR_VARIABLE_ADDRESS:
        return address_of(points_to_location(state, points_to_variable_block(state, context, expr->reference), 0));
    case EXPR_FUNCTION_ADDRESS:
        return address_of(points_to_location(state, points_to_function_block(state, expr->reference), 0));
    case EXPR_FIELD: return shifted(state, points_to_value(state, context, expr->left), expr->constant);
    case EXPR_ELEMENT: return element_value(state, context, expr);
    case EXPR_LOAD:
        left = points_to_value(state, context, expr->left);
        return points_to_carries(expr->type) ? points_to_load(state, left) : 0;
    case EXPR_CONVERT:
        left = points_to_value(state, context, expr->left);
        return points_to_carries(expr->type) ? left : 0;
    case EXPR_UNARY: points_to_value(state, context, expr->left); return 0;
    case EXPR_BINARY: return binary_value(state, context, expr);
    case EXPR_OPAQUE: return points_to_carries(expr->type) ? VALUE_UNKNOWN : 0;
    case EXPR_CONSTANT: break;
    }
    return 0;
}

static void remember(PointsTo *state, ContextId context, ExprId id, Value value) {
    if (!state->contexts.items[context].parent)
        state->values[id] = value + 1;
    else
        *pair_map_slot(&state->value_map, state->arena, context, id, NULL) = value + 1;
}

Value points_to_value(PointsTo *state, ContextId context, ExprId id) {
    if (!id) return 0;
    bool is_base = !state->contexts.items[context].parent;
    Value known = is_base ? state->values[id] : pair_map_get(&state->value_map, context, id, 0);
    if (known) return known - 1;
    Value value = evaluate(state, context, id);
    remember(state, context, id, value);
    return value;
}

static bool is_same_place(const Program *program, ExprId left, ExprId right) {
    if (left == right) return true;
    const Expr *a = program_expr(program, left), *b = program_expr(program, right);
    if (a->kind != b->kind || a->constant != b->constant || a->reference != b->reference) return false;
    if (a->kind == EXPR_VARIABLE_ADDRESS) return true;
    return (a->kind == EXPR_FIELD || a->kind == EXPR_LOAD) && is_same_place(program, a->left, b->left);
}

// `p = p + 1` walks through an array: p may be at any element, whatever the constant. The value of such an
// assignment, or of any other.
Value points_to_moved_pointer(PointsTo *state, ContextId context, ExprId target, ExprId value) {
    const Program *program = state->program;
    ExprId moved = without_conversions(program, value);
    const Expr *element = program_expr(program, moved);
    if (element->kind != EXPR_ELEMENT) return points_to_value(state, context, value);
    const Expr *load = program_expr(program, without_conversions(program, element->left));
    if (load->kind != EXPR_LOAD || !is_same_place(program, load->left, target))
        return points_to_value(state, context, value);
    points_to_value(state, context, element->right);
    Value anywhere = any_element(state, points_to_value(state, context, element->left), element->constant);
    remember(state, context, moved, anywhere);
    return anywhere;
}

Argument points_to_argument(PointsTo *state, ContextId context, ExprId id) {
    const Expr *expr = program_expr(state->program, without_conversions(state->program, id));
    if (expr->kind == EXPR_LOAD && expr->type.kind == TYPE_AGGREGATE)
        return (Argument){points_to_value(state, context, expr->left), expr->type.size ? expr->type.size : 1};
    return (Argument){points_to_value(state, context, id), 0};
}
