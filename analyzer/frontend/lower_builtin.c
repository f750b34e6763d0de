// SPDX-License-Identifier: MIT
// The compiler's own functions. Those with a library twin (__builtin_memcpy) were matched under the
// twin's name already.
#include "frontend/lower.h"

#include <string.h>

static ExprId lower_first_argument(Lowering *lowering, CXCursor cursor, Cursors operands) {
    if (operands.count < 2) return expr_opaque(lowering, type_signed(4), "builtin");
    ExprId value = lower_value(lowering, operands.items[1]);
    return expr_to_type(lowering, value, type_info(lowering, cursor_type(cursor)));
}

// __builtin_constant_p of what is not constant is 0; an object size that is not known is -1.
static ExprId lower_constant(Lowering *lowering, CXCursor cursor, const Callee *callee) {
    int64_t value;
    if (!cursor_evaluate(cursor, &value)) value = strcmp(callee->name, "constant_p") == 0 ? 0 : -1;
    return expr_constant(lowering, value, value_type(lowering, cursor_type(cursor)));
}

static ExprId lower_pure(Lowering *lowering, CXCursor cursor, Cursors operands) {
    int64_t value;
    ValueType type = value_type(lowering, cursor_type(cursor));
    if (type.kind != TYPE_FLOAT && cursor_evaluate(cursor, &value)) return expr_constant(lowering, value, type);
    for (uint32_t i = 1; i < operands.count; i++) lower_effect(lowering, operands.items[i]);
    lowering->place = place_of(lowering, cursor);
    return expr_opaque(lowering, type, "builtin");
}

static ExprId lower_trap(Lowering *lowering, CXCursor cursor, const Callee *callee) {
    Node node = {
        .kind = NODE_CALL, .place = place_of(lowering, cursor), .macro_place = macro_place_of(lowering, cursor)};
    node.callee = expr_function(lowering, callee->function);
    node.text = source_text(lowering, cursor, callee->name);
    node_add(lowering, node);
    lowering->program->functions.items[callee->function].is_noreturn = true;
    lowering->function->current = 0;
    return 0;
}

// The wrapped result is exact; whether it overflowed is not followed.
static ExprId lower_overflow(Lowering *lowering, const Callee *callee, Cursors operands) {
    if (operands.count != 4) return expr_opaque(lowering, type_signed(4), "overflow");
    Operator operator_ = callee->name[0] == 'a'   ? OPERATOR_ADD
                         : callee->name[0] == 's' ? OPERATOR_SUBTRACT
                                                  : OPERATOR_MULTIPLY;
    CXType pointer = clang_getCanonicalType(cursor_type(operands.items[3]));
    const TypeInfo *type = type_info(lowering, clang_getPointeeType(pointer));
    ExprId *values = lower_arguments(lowering, operands.items + 1, 3);
    ExprId left = expr_convert(lowering, values[0], type->value),
           right = expr_convert(lowering, values[1], type->value);
    node_assign(lowering, values[2], expr_binary(lowering, operator_, left, right, type->value), type->value);
    return expr_opaque(lowering, (ValueType){.kind = TYPE_UNSIGNED, .size = 1}, "overflow");
}

static const ValueType wide_type = {.kind = TYPE_UNSIGNED, .size = 8};

static ExprId with_constant(Lowering *lowering, Operator operator_, ExprId value, int64_t constant) {
    return expr_binary(lowering, operator_, value, expr_constant(lowering, constant, wide_type), wide_type);
}

// How many bits are set, by sums of ever wider fields (Warren, Hacker's Delight, 5-1).
static ExprId count_ones(Lowering *lowering, ExprId value) {
    enum { PAIRS = 1, NIBBLES = 2, BYTES = 4, TOP_BYTE = 56 };
    ExprId odd = with_constant(lowering, OPERATOR_AND, with_constant(lowering, OPERATOR_SHIFT_RIGHT, value, PAIRS),
                               0x5555555555555555);
    ExprId pairs = expr_binary(lowering, OPERATOR_SUBTRACT, value, odd, wide_type);
    ExprId high = with_constant(lowering, OPERATOR_AND, with_constant(lowering, OPERATOR_SHIFT_RIGHT, pairs, NIBBLES),
                                0x3333333333333333);
    ExprId low = with_constant(lowering, OPERATOR_AND, pairs, 0x3333333333333333);
    ExprId nibbles = expr_binary(lowering, OPERATOR_ADD, low, high, wide_type);
    ExprId moved = with_constant(lowering, OPERATOR_SHIFT_RIGHT, nibbles, BYTES);
    ExprId bytes = with_constant(lowering, OPERATOR_AND, expr_binary(lowering, OPERATOR_ADD, nibbles, moved, wide_type),
                                 0x0f0f0f0f0f0f0f0f);
    return with_constant(lowering, OPERATOR_SHIFT_RIGHT,
                         with_constant(lowering, OPERATOR_MULTIPLY, bytes, 0x0101010101010101), TOP_BYTE);
}

// The zeros below the lowest one; 64 of zero.
static ExprId count_zeros_below(Lowering *lowering, ExprId value) {
    ExprId less = with_constant(lowering, OPERATOR_SUBTRACT, value, 1);
    ExprId others = expr_unary(lowering, OPERATOR_COMPLEMENT, value, wide_type);
    return count_ones(lowering, expr_binary(lowering, OPERATOR_AND, others, less, wide_type));
}

// The operand is read once.
static ExprId lower_bits(Lowering *lowering, CXCursor operand) {
    ValueType narrow = {.kind = TYPE_UNSIGNED, .size = value_type(lowering, cursor_type(operand)).size};
    ExprId value = expr_convert(lowering, expr_convert(lowering, lower_value(lowering, operand), narrow), wide_type);
    ExprId kept = expr_variable(lowering, new_temporary(lowering, wide_type, "bits"));
    node_assign(lowering, kept, value, wide_type);
    return expr_load(lowering, kept, wide_type);
}

static ExprId lower_count_bits(Lowering *lowering, CXCursor cursor, const Callee *callee, Cursors operands) {
    int64_t constant;
    ValueType type = value_type(lowering, cursor_type(cursor));
    if (cursor_evaluate(cursor, &constant)) return expr_constant(lowering, constant, type);
    if (operands.count != 2) return expr_opaque(lowering, type, "builtin");
    ExprId value = lower_bits(lowering, operands.items[1]);
    if (callee->name[0] == 'p') return expr_convert(lowering, count_ones(lowering, value), type);
    ExprId zeros = count_zeros_below(lowering, value);
    if (callee->name[0] == 'c') return expr_convert(lowering, zeros, type);
    ExprId next = with_constant(lowering, OPERATOR_ADD, zeros, 1);
    enum { OF_NO_BIT = 65 }; // ffs(0) is 0
    return expr_convert(lowering, with_constant(lowering, OPERATOR_REMAINDER, next, OF_NO_BIT), type);
}

ExprId lower_builtin(Lowering *lowering, CXCursor cursor, const Callee *callee, Cursors operands) {
    switch (callee->builtin) {
    case BUILTIN_FIRST_ARGUMENT: return lower_first_argument(lowering, cursor, operands);
    case BUILTIN_CONSTANT: return lower_constant(lowering, cursor, callee);
    case BUILTIN_TRAP: return lower_trap(lowering, cursor, callee);
    case BUILTIN_NOTHING: return 0;
    case BUILTIN_COUNT_BITS: return lower_count_bits(lowering, cursor, callee, operands);
    case BUILTIN_OVERFLOW: return lower_overflow(lowering, callee, operands);
    default: return lower_pure(lowering, cursor, operands);
    }
}
