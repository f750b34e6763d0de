// SPDX-License-Identifier: MIT
// Values. What an expression does besides having a value becomes nodes in front of its use. The value
// of a struct is a load of aggregate type, whose address is the object it lies in.
#include "frontend/lower.h"

#include <string.h>

ExprId aggregate_address(Lowering *lowering, ExprId value) {
    const Expr *expr = program_expr(lowering->program, value);
    if (expr->kind == EXPR_LOAD) return expr->left;
    if (expr->type.kind == TYPE_POINTER) return value; // an array that became a pointer
    return expr_variable(lowering, new_temporary(lowering, expr->type, ""));
}

static ExprId opaque_of(Lowering *lowering, CXCursor cursor, const char *why) {
    lowering->place = place_of(lowering, cursor);
    return expr_opaque(lowering, value_type(lowering, cursor_type(cursor)), why);
}

static ExprId lower_literal(Lowering *lowering, CXCursor cursor) {
    int64_t value;
    if (!cursor_evaluate(cursor, &value)) return opaque_of(lowering, cursor, "literal");
    return expr_constant(lowering, value, value_type(lowering, cursor_type(cursor)));
}

ExprId lower_cast(Lowering *lowering, ExprId value, CXType from, CXType to) {
    const TypeInfo *target = type_info(lowering, to), *source = type_info(lowering, from);
    if (target->value.kind == TYPE_VOID || !value) return 0;
    bool is_aggregate = target->value.kind == TYPE_AGGREGATE;
    bool is_array = source->is_array || source->is_function; // its value is its address already
    if (is_aggregate && source->value.kind == TYPE_AGGREGATE) return value;
    if (is_aggregate || (source->value.kind == TYPE_AGGREGATE && !is_array))
        return expr_opaque(lowering, target->value, "conversion of a struct, vector or complex number");
    return expr_to_type(lowering, value, target);
}

static bool is_va_list(Lowering *lowering, CXType type) {
    CXString spelling = clang_getTypeSpelling(type_info(lowering, type)->type);
    bool found = strstr(clang_getCString(spelling), "va_list") != NULL;
    clang_disposeString(spelling);
    return found;
}

static bool is_va_arg(Lowering *lowering, CXCursor cursor, CXCursor operand) {
    CXType type = cursor_type(operand);
    TypeKind kind = type_info(lowering, type)->value.kind;
    if (kind != TYPE_POINTER && kind != TYPE_AGGREGATE) return false;
    if (operand.kind != CXCursor_UnexposedExpr && operand.kind != CXCursor_DeclRefExpr &&
        operand.kind != CXCursor_MemberRefExpr)
        return false;
    return is_va_list(lowering, type) && !is_va_list(lowering, cursor_type(cursor));
}

// Implicit casts, and whatever libclang has no name for: told apart by their children.
static ExprId lower_unexposed(Lowering *lowering, CXCursor cursor) {
    Cursors children = cursor_children(lowering, cursor);
    Cursors operands = cursor_operands(lowering, cursor);
    CXType type = cursor_type(cursor);
    int64_t value;
    if (operands.count == 1 && children.count == 1) {
        CXCursor operand = operands.items[0];
        if (is_va_arg(lowering, cursor, operand)) return opaque_of(lowering, cursor, "va_arg");
        return lower_cast(lowering, lower_value(lowering, operand), cursor_type(operand), type);
    }
    if (operands.count == 4) return lower_elvis(lowering, cursor, operands);
    if (operands.count == 3 && cursor_evaluate(operands.items[0], &value)) // __builtin_choose_expr
        return lower_value(lowering, operands.items[value ? 1 : 2]);
    // offsetof, __builtin_types_compatible_p
    if (cursor_evaluate(cursor, &value)) return expr_constant(lowering, value, value_type(lowering, type));
    if (operands.count == 1 && is_va_arg(lowering, cursor, operands.items[0]))
        return opaque_of(lowering, cursor, "va_arg");
    for (uint32_t i = 0; i < operands.count; i++) lower_effect(lowering, operands.items[i]);
    return opaque_of(lowering, cursor, "unnamed expression");
}

static ExprId lower_generic(Lowering *lowering, CXCursor cursor) {
    int64_t value;
    if (is_lvalue(lowering, cursor)) return lvalue_load(lowering, lower_lvalue(lowering, cursor));
    if (cursor_evaluate(cursor, &value))
        return expr_constant(lowering, value, value_type(lowering, cursor_type(cursor)));
    Cursors operands = cursor_operands(lowering, cursor);
    CXType type = clang_getCanonicalType(cursor_type(cursor));
    CXCursor chosen = clang_getNullCursor();
    uint32_t matches = 0;
    for (uint32_t i = 1; i < operands.count; i++) {
        if (!clang_equalTypes(clang_getCanonicalType(cursor_type(operands.items[i])), type)) continue;
        chosen = operands.items[i];
        matches++;
    }
    return matches == 1 ? lower_value(lowering, chosen) : opaque_of(lowering, cursor, "_Generic");
}

static ExprId lower_list_value(Lowering *lowering, CXCursor cursor) {
    CXType type = cursor_type(cursor);
    const TypeInfo *info = type_info(lowering, type);
    Cursors operands = cursor_operands(lowering, cursor);
    if (info->value.kind != TYPE_AGGREGATE)
        return operands.count ? lower_value(lowering, operands.items[0]) : expr_constant(lowering, 0, info->value);
    ExprId address = expr_variable(lowering, new_temporary(lowering, info->value, ""));
    lower_initialiser(lowering, address, type, cursor);
    return expr_load(lowering, address, info->value);
}

static ExprId lower_explicit_cast(Lowering *lowering, CXCursor cursor) {
    CXCursor operand = cursor_only_operand(lowering, cursor);
    CXType type = cursor_type(cursor);
    if (type_info(lowering, type)->value.kind == TYPE_VOID) {
        lower_effect(lowering, operand);
        return 0;
    }
    return lower_cast(lowering, lower_value(lowering, operand), cursor_type(operand), type);
}

static ExprId lower_reference_value(Lowering *lowering, CXCursor cursor) {
    CXCursor declaration = clang_getCursorReferenced(cursor);
    if (declaration.kind != CXCursor_EnumConstantDecl) return lvalue_load(lowering, lower_lvalue(lowering, cursor));
    int64_t value = clang_getEnumConstantDeclValue(declaration);
    return expr_constant(lowering, value, value_type(lowering, cursor_type(cursor)));
}

static ExprId lower_block(Lowering *lowering, CXCursor cursor) {
    node_skipped(lowering, cursor, "block");
    return opaque_of(lowering, cursor, "block");
}

static ExprId lower_kind(Lowering *lowering, CXCursor cursor) {
    switch ((int)cursor.kind) {
    case CXCursor_IntegerLiteral:
    case CXCursor_CharacterLiteral:
    case CXCursor_CXXBoolLiteralExpr: return lower_literal(lowering, cursor);
    case CXCursor_CXXNullPtrLiteralExpr:
    case CXCursor_GNUNullExpr: return expr_constant(lowering, 0, type_pointer(lowering));
    case CXCursor_FloatingLiteral:
    case CXCursor_ImaginaryLiteral: return opaque_of(lowering, cursor, "floating point");
    case CXCursor_UnaryExpr: return lower_size(lowering, cursor);
    case CXCursor_ParenExpr: return lower_value(lowering, cursor_only_operand(lowering, cursor));
    case CXCursor_DeclRefExpr: return lower_reference_value(lowering, cursor);
    case CXCursor_MemberRefExpr:
    case CXCursor_ArraySubscriptExpr:
    case CXCursor_StringLiteral:
    case CXCursor_CompoundLiteralExpr: return lvalue_load(lowering, lower_lvalue(lowering, cursor));
    case CXCursor_UnaryOperator: return lower_unary(lowering, cursor, true);
    case CXCursor_BinaryOperator: return lower_binary(lowering, cursor, true);
    case CXCursor_CompoundAssignOperator: return lower_compound_assignment(lowering, cursor, true);
    case CXCursor_ConditionalOperator: return lower_conditional(lowering, cursor, true);
    case CXCursor_CallExpr: return lower_call(lowering, cursor, true);
    case CXCursor_CStyleCastExpr: return lower_explicit_cast(lowering, cursor);
    case CXCursor_UnexposedExpr: return lower_unexposed(lowering, cursor);
    case CXCursor_StmtExpr: return lower_statement_expression(lowering, cursor, true);
    case CXCursor_GenericSelectionExpr: return lower_generic(lowering, cursor);
    case CXCursor_InitListExpr: return lower_list_value(lowering, cursor);
    case CXCursor_AddrLabelExpr: return opaque_of(lowering, cursor, "address of a label");
    case CXCursor_BlockExpr: return lower_block(lowering, cursor);
    default: return opaque_of(lowering, cursor, "unknown kind of expression");
    }
}

ExprId lower_value(Lowering *lowering, CXCursor cursor) {
    FunctionBuilder *function = lowering->function;
    if (clang_Cursor_isNull(cursor)) return expr_opaque(lowering, type_signed(4), "missing expression");
    if (function->nesting >= DEEPEST_NESTING) {
        node_skipped(lowering, cursor, "expression nested too deeply");
        return opaque_of(lowering, cursor, "nested too deeply");
    }
    function->nesting++;
    ExprId value = lower_kind(lowering, cursor);
    function->nesting--;
    return value;
}

void lower_effect(Lowering *lowering, CXCursor cursor) {
    FunctionBuilder *function = lowering->function;
    if (function->nesting >= DEEPEST_NESTING) {
        node_skipped(lowering, cursor, "expression nested too deeply");
        return;
    }
    function->nesting++;
    switch ((int)cursor.kind) {
    case CXCursor_ParenExpr:
    case CXCursor_CStyleCastExpr: {
        CXCursor operand = cursor_only_operand(lowering, cursor);
        if (!clang_Cursor_isNull(operand)) lower_effect(lowering, operand);
        break;
    }
    case CXCursor_UnexposedExpr: {
        Cursors operands = cursor_operands(lowering, cursor);
        if (operands.count == 1)
            lower_effect(lowering, operands.items[0]);
        else
            lower_unexposed(lowering, cursor);
        break;
    }
    case CXCursor_UnaryOperator: lower_unary(lowering, cursor, false); break;
    case CXCursor_BinaryOperator: lower_binary(lowering, cursor, false); break;
    case CXCursor_CompoundAssignOperator: lower_compound_assignment(lowering, cursor, false); break;
    case CXCursor_ConditionalOperator: lower_conditional(lowering, cursor, false); break;
    case CXCursor_CallExpr: lower_call(lowering, cursor, false); break;
    case CXCursor_StmtExpr: lower_statement_expression(lowering, cursor, false); break;
    default: lower_kind(lowering, cursor);
    }
    function->nesting--;
}
