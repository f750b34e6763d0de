// SPDX-License-Identifier: MIT
// Builders of expressions. Constants are folded in the target's arithmetic, so that conditions known
// to the compiler need no branch.
#include "frontend/lower.h"

static ExprFacts facts_of(const Lowering *lowering, ExprId id) {
    return lowering->facts.items[id];
}

static bool reads_memory(const Lowering *lowering, const Expr *expr) {
    if (expr->kind == EXPR_OPAQUE) return true;
    if (expr->kind != EXPR_LOAD) return false;
    const Expr *address = program_expr(lowering->program, expr->left);
    return !(address->kind == EXPR_VARIABLE_ADDRESS &&
             program_variable(lowering->program, address->reference)->kind == VARIABLE_TEMPORARY);
}

static ExprId add(Lowering *lowering, Expr expr) {
    ExprFacts left = facts_of(lowering, expr.left), right = facts_of(lowering, expr.right);
    ExprFacts facts = {.depth = (uint16_t)((left.depth > right.depth ? left.depth : right.depth) + 1)};
    facts.can_change = left.can_change || right.can_change || reads_memory(lowering, &expr);
    expr.place = lowering->place;
    ExprId id = program_add_expr(lowering->program, expr);
    array_push(&lowering->facts, lowering->arena, facts);
    if (facts.depth > DEEPEST_EXPRESSION && expr.type.kind != TYPE_AGGREGATE) return node_save(lowering, id);
    return id;
}

bool expr_is_constant(const Lowering *lowering, ExprId id, int64_t *value) {
    const Expr *expr = program_expr(lowering->program, id);
    if (!id || expr->kind != EXPR_CONSTANT) return false;
    if (value) *value = expr->constant;
    return true;
}

// `value` as an object of `type` holds it: cut to its width, then widened by its sign.
static int64_t fit(int64_t value, ValueType type) {
    if (type.size == 0 || type.size >= 8) return value;
    uint64_t mask = (UINT64_C(1) << (type.size * 8)) - 1;
    uint64_t bits = (uint64_t)value & mask;
    if (type.kind == TYPE_SIGNED && bits >> (type.size * 8 - 1)) bits |= ~mask;
    return (int64_t)bits;
}

ExprId expr_constant(Lowering *lowering, int64_t value, ValueType type) {
    type.is_atomic = type.is_volatile = false;
    return add(lowering, (Expr){.kind = EXPR_CONSTANT, .constant = fit(value, type), .type = type});
}

ExprId expr_variable(Lowering *lowering, VariableId variable) {
    return add(lowering, (Expr){.kind = EXPR_VARIABLE_ADDRESS, .reference = variable, .type = type_pointer(lowering)});
}

ExprId expr_function(Lowering *lowering, FunctionId function) {
    return add(lowering, (Expr){.kind = EXPR_FUNCTION_ADDRESS, .reference = function, .type = type_pointer(lowering)});
}

ExprId expr_string(Lowering *lowering, const char *text) {
    return add(lowering, (Expr){.kind = EXPR_STRING, .name = text, .type = type_pointer(lowering)});
}

ExprId expr_field(Lowering *lowering, ExprId base, int64_t offset, const char *name) {
    int64_t start;
    if (expr_is_constant(lowering, base, &start))
        return expr_constant(lowering, start + offset, type_pointer(lowering));
    return add(
        lowering,
        (Expr){.kind = EXPR_FIELD, .left = base, .constant = offset, .name = name, .type = type_pointer(lowering)});
}

ExprId expr_element(Lowering *lowering, ExprId base, ExprId index, uint64_t size) {
    int64_t start, position;
    if (expr_is_constant(lowering, base, &start) && expr_is_constant(lowering, index, &position))
        return expr_constant(lowering, (int64_t)((uint64_t)start + (uint64_t)position * size), type_pointer(lowering));
    return add(lowering, (Expr){.kind = EXPR_ELEMENT,
                                .left = base,
                                .right = index,
                                .constant = (int64_t)size,
                                .type = type_pointer(lowering)});
}

ExprId expr_load(Lowering *lowering, ExprId address, ValueType type) {
    return add(lowering, (Expr){.kind = EXPR_LOAD, .left = address, .type = type});
}

ExprId expr_opaque(Lowering *lowering, ValueType type, const char *why) {
    if (lowering->function) lowering->function->skipped++;
    return add(lowering, (Expr){.kind = EXPR_OPAQUE, .name = why, .type = type});
}

ExprId expr_unary(Lowering *lowering, Operator operator_, ExprId operand, ValueType type) {
    int64_t value;
    type.is_atomic = type.is_volatile = false;
    if (expr_is_constant(lowering, operand, &value)) {
        if (operator_ == OPERATOR_NEGATE) return expr_constant(lowering, (int64_t)(0 - (uint64_t)value), type);
        if (operator_ == OPERATOR_COMPLEMENT) return expr_constant(lowering, ~value, type);
        if (operator_ == OPERATOR_NOT) return expr_constant(lowering, value == 0, type);
    }
    return add(lowering, (Expr){.kind = EXPR_UNARY, .operator_ = operator_, .left = operand, .type = type});
}

static bool fold_division(Operator operator_, int64_t left, int64_t right, bool is_signed, int64_t *value) {
    if (right == 0 || (is_signed && right == -1)) return false;
    if (is_signed)
        *value = operator_ == OPERATOR_DIVIDE ? left / right : left % right;
    else
        *value = (int64_t)(operator_ == OPERATOR_DIVIDE ? (uint64_t)left / (uint64_t)right
                                                        : (uint64_t)left % (uint64_t)right);
    return true;
}

static bool fold_shift(Operator operator_, int64_t left, int64_t right, ValueType type, int64_t *value) {
    if (right < 0 || (uint64_t)right >= type.size * 8 || right > 63) return false;
    if (operator_ == OPERATOR_SHIFT_LEFT)
        *value = (int64_t)((uint64_t)left << right);
    else if (type.kind == TYPE_SIGNED && left < 0)
        *value = (int64_t)~(~(uint64_t)left >> right);
    else
        *value = (int64_t)((uint64_t)left >> right);
    return true;
}

static bool fold_comparison(Operator operator_, int64_t left, int64_t right, bool is_signed, int64_t *value) {
    uint64_t low = (uint64_t)left, high = (uint64_t)right;
    bool is_less = is_signed ? left < right : low < high;
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

// The operands have one type, after C's usual conversions (a shift's count aside).
static bool fold(Operator operator_, int64_t left, int64_t right, ValueType operands, int64_t *value) {
    uint64_t low = (uint64_t)left, high = (uint64_t)right;
    bool is_signed = operands.kind == TYPE_SIGNED;
    switch (operator_) {
    case OPERATOR_ADD: *value = (int64_t)(low + high); return true;
    case OPERATOR_SUBTRACT: *value = (int64_t)(low - high); return true;
    case OPERATOR_MULTIPLY: *value = (int64_t)(low * high); return true;
    case OPERATOR_AND: *value = left & right; return true;
    case OPERATOR_OR: *value = left | right; return true;
    case OPERATOR_XOR: *value = left ^ right; return true;
    case OPERATOR_DIVIDE:
    case OPERATOR_REMAINDER: return fold_division(operator_, left, right, is_signed, value);
    case OPERATOR_SHIFT_LEFT:
    case OPERATOR_SHIFT_RIGHT: return fold_shift(operator_, left, right, operands, value);
    default: return fold_comparison(operator_, left, right, is_signed, value);
    }
}

ExprId expr_binary(Lowering *lowering, Operator operator_, ExprId left, ExprId right, ValueType type) {
    int64_t low, high, value;
    type.is_atomic = type.is_volatile = false;
    ValueType operands = program_expr(lowering->program, left)->type;
    if (operands.size <= 8 && expr_is_constant(lowering, left, &low) && expr_is_constant(lowering, right, &high) &&
        fold(operator_, low, high, operands, &value))
        return expr_constant(lowering, value, type);
    bool is_times_one = operator_ == OPERATOR_MULTIPLY && expr_is_constant(lowering, right, &high) && high == 1;
    if (is_times_one && type.kind != TYPE_FLOAT) return expr_convert(lowering, left, type);
    return add(lowering,
               (Expr){.kind = EXPR_BINARY, .operator_ = operator_, .left = left, .right = right, .type = type});
}

ExprId expr_convert(Lowering *lowering, ExprId value, ValueType type) {
    int64_t constant;
    type.is_atomic = type.is_volatile = false;
    const Expr *expr = program_expr(lowering->program, value);
    if (!value || type.kind == TYPE_AGGREGATE) return value;
    if (expr->type.kind == type.kind && expr->type.size == type.size) return value;
    if (type.kind != TYPE_FLOAT && expr_is_constant(lowering, value, &constant))
        return expr_constant(lowering, constant, type);
    return add(lowering, (Expr){.kind = EXPR_CONVERT, .left = value, .type = type});
}

ExprId expr_to_type(Lowering *lowering, ExprId value, const TypeInfo *type) {
    if (!type->is_bool || !value) return expr_convert(lowering, value, type->value);
    const Expr *expr = program_expr(lowering->program, value);
    bool is_truth =
        (expr->kind == EXPR_BINARY && expr->operator_ >= OPERATOR_EQUAL && expr->operator_ <= OPERATOR_GREATER_EQUAL) ||
        (expr->kind == EXPR_UNARY && expr->operator_ == OPERATOR_NOT);
    if (!is_truth)
        value =
            expr_binary(lowering, OPERATOR_NOT_EQUAL, value, expr_constant(lowering, 0, expr->type), type_signed(4));
    return expr_convert(lowering, value, type->value);
}
