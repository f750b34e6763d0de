// SPDX-License-Identifier: MIT
// Operators: arithmetic, assignment, increment.
#include "frontend/lower.h"

static Operator binary_operator(enum CXBinaryOperatorKind kind) {
    switch (kind) {
    case CXBinaryOperator_Mul:
    case CXBinaryOperator_MulAssign: return OPERATOR_MULTIPLY;
    case CXBinaryOperator_Div:
    case CXBinaryOperator_DivAssign: return OPERATOR_DIVIDE;
    case CXBinaryOperator_Rem:
    case CXBinaryOperator_RemAssign: return OPERATOR_REMAINDER;
    case CXBinaryOperator_Add:
    case CXBinaryOperator_AddAssign: return OPERATOR_ADD;
    case CXBinaryOperator_Sub:
    case CXBinaryOperator_SubAssign: return OPERATOR_SUBTRACT;
    case CXBinaryOperator_Shl:
    case CXBinaryOperator_ShlAssign: return OPERATOR_SHIFT_LEFT;
    case CXBinaryOperator_Shr:
    case CXBinaryOperator_ShrAssign: return OPERATOR_SHIFT_RIGHT;
    case CXBinaryOperator_LT: return OPERATOR_LESS;
    case CXBinaryOperator_GT: return OPERATOR_GREATER;
    case CXBinaryOperator_LE: return OPERATOR_LESS_EQUAL;
    case CXBinaryOperator_GE: return OPERATOR_GREATER_EQUAL;
    case CXBinaryOperator_EQ: return OPERATOR_EQUAL;
    case CXBinaryOperator_NE: return OPERATOR_NOT_EQUAL;
    case CXBinaryOperator_And:
    case CXBinaryOperator_AndAssign: return OPERATOR_AND;
    case CXBinaryOperator_Xor:
    case CXBinaryOperator_XorAssign: return OPERATOR_XOR;
    case CXBinaryOperator_Or:
    case CXBinaryOperator_OrAssign: return OPERATOR_OR;
    default: return OPERATOR_NONE;
    }
}

// `index` may be of any integer type; a negated one must not stay unsigned.
static ExprId move_pointer(Lowering *lowering, ExprId pointer, ExprId index, bool is_back, CXType type) {
    if (is_back) {
        index = expr_convert(lowering, index, type_signed(8));
        index = expr_unary(lowering, OPERATOR_NEGATE, index, type_signed(8));
    }
    return expr_element(lowering, pointer, index, type_pointee_size(lowering, type));
}

static ExprId pointer_difference(Lowering *lowering, ExprId left, ExprId right, CXType pointer, ValueType type) {
    uint64_t size = type_pointee_size(lowering, pointer);
    ExprId bytes = expr_binary(lowering, OPERATOR_SUBTRACT, left, right, type);
    if (size <= 1) return bytes;
    return expr_binary(lowering, OPERATOR_DIVIDE, bytes, expr_constant(lowering, (int64_t)size, type), type);
}

typedef struct Operand2 {
    ExprId value;
    CXType type;
} Operand2;

static ExprId combine(Lowering *lowering, CXCursor cursor, Operator operator_, Operand2 left, Operand2 right) {
    ValueType type = value_type(lowering, cursor_type(cursor));
    bool is_left_pointer = type_info(lowering, left.type)->value.kind == TYPE_POINTER;
    bool is_right_pointer = type_info(lowering, right.type)->value.kind == TYPE_POINTER;
    bool is_sum = operator_ == OPERATOR_ADD || operator_ == OPERATOR_SUBTRACT;
    if (is_sum && is_left_pointer && is_right_pointer)
        return pointer_difference(lowering, left.value, right.value, left.type, type);
    if (is_sum && is_left_pointer)
        return move_pointer(lowering, left.value, right.value, operator_ == OPERATOR_SUBTRACT, left.type);
    if (is_sum && is_right_pointer) return move_pointer(lowering, right.value, left.value, false, right.type);
    if (type.kind == TYPE_AGGREGATE) return expr_opaque(lowering, type, "vector or complex arithmetic");
    return expr_binary(lowering, operator_, left.value, right.value, type);
}

static ExprId lower_assignment(Lowering *lowering, Cursors operands, bool is_used) {
    CXCursor left = operands.items[0], right = operands.items[1];
    // C leaves the order open; compilers evaluate the right side first.
    ExprId value = lower_value(lowering, right);
    Mark mark = node_mark(lowering);
    Lvalue target = lower_lvalue(lowering, left);
    value = node_hold(lowering, mark, value);
    if (target.type->value.kind != TYPE_AGGREGATE) {
        value = expr_to_type(lowering, value, target.type);
        if (is_used && lowering->facts.items[value].can_change) value = node_save(lowering, value);
    }
    lvalue_store(lowering, target, value);
    if (!is_used) return 0;
    if (target.bit_width) return lvalue_load(lowering, target);
    return value;
}

// The computation's type of `left op= right`: the right side was already brought to it, but for shifts.
static ValueType computation_type(Lowering *lowering, Lvalue target, ValueType right, Operator operator_) {
    ValueType left = target.type->value;
    bool is_shift = operator_ == OPERATOR_SHIFT_LEFT || operator_ == OPERATOR_SHIFT_RIGHT;
    if (!is_shift) return right;
    (void)lowering;
    return left.size < 4 ? type_signed(4) : left;
}

static ExprId updated_value(Lowering *lowering, Lvalue target, ExprId old, ExprId operand, Operator operator_,
                            CXType type) {
    if (target.type->value.kind == TYPE_POINTER)
        return move_pointer(lowering, old, operand, operator_ == OPERATOR_SUBTRACT, type);
    if (target.type->value.kind == TYPE_AGGREGATE)
        return expr_opaque(lowering, target.type->value, "vector or complex arithmetic");
    ValueType right = program_expr(lowering->program, operand)->type;
    ValueType wide = computation_type(lowering, target, right, operator_);
    ExprId value = expr_binary(lowering, operator_, expr_convert(lowering, old, wide), operand, wide);
    return expr_to_type(lowering, value, target.type);
}

ExprId lower_compound_assignment(Lowering *lowering, CXCursor cursor, bool is_used) {
    Cursors operands = cursor_operands(lowering, cursor);
    if (operands.count != 2) return expr_opaque(lowering, type_signed(4), "compound assignment");
    CXType type = cursor_type(operands.items[0]);
    Operator operator_ = binary_operator(clang_getCursorBinaryOperatorKind(cursor));
    ExprId operand = lower_value(lowering, operands.items[1]);
    Mark mark = node_mark(lowering);
    Lvalue target = lower_lvalue(lowering, operands.items[0]);
    operand = node_hold(lowering, mark, operand);
    if (is_used && target.access.is_atomic) {
        ExprId value = lower_atomic_update(lowering, cursor, target, operator_, operand, true);
        if (value) return value;
    }
    ExprId value = updated_value(lowering, target, lvalue_load(lowering, target), operand, operator_, type);
    if (is_used && target.type->value.kind != TYPE_AGGREGATE) value = node_save(lowering, value);
    lvalue_store(lowering, target, value);
    if (!is_used) return 0;
    return target.bit_width ? lvalue_load(lowering, target) : value;
}

static ExprId lower_increment(Lowering *lowering, CXCursor cursor, enum CXUnaryOperatorKind kind, bool is_used) {
    bool is_post = kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PostDec;
    bool is_down = kind == CXUnaryOperator_PreDec || kind == CXUnaryOperator_PostDec;
    Operator operator_ = is_down ? OPERATOR_SUBTRACT : OPERATOR_ADD;
    CXCursor operand = cursor_only_operand(lowering, cursor);
    Lvalue target = lower_lvalue(lowering, operand);
    ValueType type = target.type->value;
    ExprId one = expr_constant(
        lowering, 1, type.kind == TYPE_UNSIGNED && type.size >= 4 ? type : type_signed(type.size > 4 ? 8 : 4));
    if (is_used && target.access.is_atomic) {
        ExprId value = lower_atomic_update(lowering, cursor, target, operator_, one, !is_post);
        if (value) return value;
    }
    ExprId old = lvalue_load(lowering, target);
    if (is_used && is_post) old = node_save(lowering, old);
    ExprId value = type.kind == TYPE_FLOAT
                       ? expr_binary(lowering, operator_, old, expr_convert(lowering, one, type), type)
                       : updated_value(lowering, target, old, one, operator_, cursor_type(operand));
    if (is_used && !is_post) value = node_save(lowering, value);
    lvalue_store(lowering, target, value);
    if (!is_used) return 0;
    return is_post ? old : value;
}

static ExprId lower_address_of(Lowering *lowering, CXCursor operand) {
    Lvalue lvalue = lower_lvalue(lowering, operand);
    return lvalue_address(lowering, lvalue);
}

ExprId lower_unary(Lowering *lowering, CXCursor cursor, bool is_used) {
    enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(cursor);
    CXCursor operand = cursor_only_operand(lowering, cursor);
    ValueType type = value_type(lowering, cursor_type(cursor));
    switch (kind) {
    case CXUnaryOperator_PostInc:
    case CXUnaryOperator_PostDec:
    case CXUnaryOperator_PreInc:
    case CXUnaryOperator_PreDec: return lower_increment(lowering, cursor, kind, is_used);
    case CXUnaryOperator_AddrOf: return lower_address_of(lowering, operand);
    case CXUnaryOperator_Deref: return lvalue_load(lowering, lower_lvalue(lowering, cursor));
    case CXUnaryOperator_Plus: return expr_convert(lowering, lower_value(lowering, operand), type);
    case CXUnaryOperator_Minus: return expr_unary(lowering, OPERATOR_NEGATE, lower_value(lowering, operand), type);
    case CXUnaryOperator_Not: return expr_unary(lowering, OPERATOR_COMPLEMENT, lower_value(lowering, operand), type);
    case CXUnaryOperator_LNot: return expr_unary(lowering, OPERATOR_NOT, lower_value(lowering, operand), type);
    case CXUnaryOperator_Extension:
        if (is_used) return lower_value(lowering, operand);
        lower_effect(lowering, operand);
        return 0;
    default: lower_effect(lowering, operand); return expr_opaque(lowering, type, "unary operator");
    }
}

static bool is_arithmetic(CXCursor cursor) {
    return cursor.kind == CXCursor_BinaryOperator &&
           binary_operator(clang_getCursorBinaryOperatorKind(cursor)) != OPERATOR_NONE;
}

// One step down the left side of a chain such as a + b + c: 60,000 terms must not be 60,000 calls deep.
typedef struct Step {
    CXCursor cursor;
    Cursors operands;
} Step;

static ExprId climb(Lowering *lowering, const Step *step, ExprId left) {
    CXCursor cursor = step->cursor;
    CXType left_type = cursor_type(step->operands.items[0]);
    if (cursor.kind == CXCursor_ParenExpr) return left;
    if (cursor.kind == CXCursor_UnexposedExpr) return lower_cast(lowering, left, left_type, cursor_type(cursor));
    Mark mark = node_mark(lowering);
    ExprId right = lower_value(lowering, step->operands.items[1]);
    left = node_hold(lowering, mark, left);
    Operator operator_ = binary_operator(clang_getCursorBinaryOperatorKind(cursor));
    return combine(lowering, cursor, operator_, (Operand2){left, left_type},
                   (Operand2){right, cursor_type(step->operands.items[1])});
}

static ExprId lower_chain(Lowering *lowering, CXCursor cursor) {
    ARRAY(Step) steps = {0};
    for (;;) {
        Step step = {.cursor = cursor, .operands = cursor_operands(lowering, cursor)};
        bool is_chain = (is_arithmetic(cursor) && step.operands.count == 2) ||
                        (steps.count && step.operands.count == 1 &&
                         (cursor.kind == CXCursor_ParenExpr || cursor.kind == CXCursor_UnexposedExpr));
        if (!is_chain) break;
        array_push(&steps, lowering->scratch, step);
        cursor = step.operands.items[0];
    }
    // The casts above the chain's last operand belong to that operand.
    while (steps.count && !is_arithmetic(steps.items[steps.count - 1].cursor))
        cursor = steps.items[--steps.count].cursor;
    ExprId value = lower_value(lowering, cursor);
    while (steps.count) value = climb(lowering, &steps.items[--steps.count], value);
    return value;
}

static ExprId lower_comma(Lowering *lowering, CXCursor cursor, bool is_used) {
    ARRAY(CXCursor) rights = {0};
    while (cursor.kind == CXCursor_BinaryOperator &&
           clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_Comma) {
        Cursors operands = cursor_operands(lowering, cursor);
        array_push(&rights, lowering->scratch, operands.items[1]);
        cursor = operands.items[0];
    }
    lower_effect(lowering, cursor);
    while (rights.count > 1) lower_effect(lowering, rights.items[--rights.count]);
    if (is_used) return lower_value(lowering, rights.items[0]);
    lower_effect(lowering, rights.items[0]);
    return 0;
}

ExprId lower_binary(Lowering *lowering, CXCursor cursor, bool is_used) {
    enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
    if (kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr) return lower_logical(lowering, cursor);
    if (is_arithmetic(cursor)) return lower_chain(lowering, cursor);
    Cursors operands = cursor_operands(lowering, cursor);
    if (operands.count != 2) return expr_opaque(lowering, type_signed(4), "binary operator");
    if (kind == CXBinaryOperator_Comma) return lower_comma(lowering, cursor, is_used);
    if (kind == CXBinaryOperator_Assign) return lower_assignment(lowering, operands, is_used);
    lower_effect(lowering, operands.items[0]);
    lower_effect(lowering, operands.items[1]);
    return expr_opaque(lowering, value_type(lowering, cursor_type(cursor)), "binary operator");
}
