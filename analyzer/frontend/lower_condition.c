// SPDX-License-Identifier: MIT
// Short circuit: && || ! ?: are branches.
#include "frontend/lower.h"

static bool is_logical(CXCursor cursor) {
    if (cursor.kind != CXCursor_BinaryOperator) return false;
    enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
    return kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr;
}

// Where the truth of `cursor` is decided: through brackets, integer casts of a truth value and __builtin_expect.
static CXCursor truth_of(Lowering *lowering, CXCursor cursor) {
    for (;;) {
        Cursors operands = cursor_operands(lowering, cursor);
        if (cursor.kind == CXCursor_ParenExpr && operands.count == 1) {
            cursor = operands.items[0];
            continue;
        }
        if (cursor.kind == CXCursor_CallExpr && operands.count >= 2) {
            CXCursor declaration = called_declaration(lowering, operands.items[0]);
            if (clang_Cursor_isNull(declaration)) return cursor;
            if (declared_callee(lowering, declaration, cursor)->builtin != BUILTIN_FIRST_ARGUMENT) return cursor;
            cursor = operands.items[1];
            continue;
        }
        if (cursor.kind != CXCursor_UnexposedExpr || operands.count != 1) return cursor;
        CXCursor inner = cursor_strip(lowering, operands.items[0]);
        bool is_not =
            inner.kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(inner) == CXUnaryOperator_LNot;
        if (!is_not && !is_logical(inner) && inner.kind != CXCursor_CallExpr) return cursor;
        if (inner.kind == CXCursor_CallExpr) {
            CXCursor next = truth_of(lowering, inner);
            return clang_equalCursors(next, inner) ? cursor : next;
        }
        cursor = inner;
    }
}

static void lower_operands(Lowering *lowering, CXCursor cursor, NodeId yes, NodeId no) {
    Cursors operands = cursor_operands(lowering, cursor);
    NodeId next = node_label(lowering);
    if (clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_LAnd)
        lower_condition(lowering, operands.items[0], next, no);
    else
        lower_condition(lowering, operands.items[0], yes, next);
    lowering->function->current = next;
    lower_condition(lowering, operands.items[1], yes, no);
}

void lower_condition(Lowering *lowering, CXCursor cursor, NodeId yes, NodeId no) {
    FunctionBuilder *function = lowering->function;
    CXCursor truth = truth_of(lowering, cursor);
    if (function->nesting >= DEEPEST_NESTING) {
        node_branch(lowering, lower_value(lowering, cursor), yes, no);
        return;
    }
    function->nesting++;
    if (is_logical(truth)) {
        lower_operands(lowering, truth, yes, no);
    } else if (truth.kind == CXCursor_UnaryOperator &&
               clang_getCursorUnaryOperatorKind(truth) == CXUnaryOperator_LNot) {
        lower_condition(lowering, cursor_only_operand(lowering, truth), no, yes);
    } else {
        ExprId value = lower_value(lowering, truth);
        lowering->place = place_of(lowering, cursor);
        node_branch(lowering, value, yes, no);
    }
    function->nesting--;
}

static void assign_constant(Lowering *lowering, NodeId label, ExprId target, int64_t value, NodeId end) {
    lowering->function->current = label;
    node_assign(lowering, target, expr_constant(lowering, value, type_signed(4)), type_signed(4));
    node_jump(lowering, end);
}

// The label that is reached without any node in between, because the compiler knows the condition; else 0.
static NodeId decided_label(const Lowering *lowering, Mark mark, NodeId yes, NodeId no) {
    const Node *nodes = lowering->function->nodes.items;
    NodeId next = nodes[mark.node].next;
    while (next && next != yes && next != no && nodes[next].kind == NODE_NOP) next = nodes[next].next;
    return next == yes || next == no ? next : 0;
}

ExprId lower_logical(Lowering *lowering, CXCursor cursor) {
    NodeId yes = node_label(lowering), no = node_label(lowering), end = node_label(lowering);
    Mark mark = node_mark(lowering);
    lower_condition(lowering, cursor, yes, no);
    NodeId decided = decided_label(lowering, mark, yes, no);
    if (decided) {
        lowering->function->current = decided;
        return expr_constant(lowering, decided == yes, type_signed(4));
    }
    ExprId target = expr_variable(lowering, new_temporary(lowering, type_signed(4), ""));
    assign_constant(lowering, yes, target, 1, end);
    assign_constant(lowering, no, target, 0, end);
    lowering->function->current = end;
    return expr_load(lowering, target, type_signed(4));
}

static void lower_arm(Lowering *lowering, CXCursor arm, NodeId label, ExprId target, const TypeInfo *type, NodeId end) {
    lowering->function->current = label;
    if (!target) {
        lower_effect(lowering, arm);
    } else {
        Lvalue lvalue = {.address = target, .type = type, .access = type->value};
        ExprId value = lower_value(lowering, arm);
        if (value) lvalue_store(lowering, lvalue, value);
    }
    node_jump(lowering, end);
}

static ExprId conditional_value(Lowering *lowering, const TypeInfo *type, ExprId target) {
    return target ? expr_load(lowering, target, type->value) : 0;
}

ExprId lower_conditional(Lowering *lowering, CXCursor cursor, bool is_used) {
    Cursors operands = cursor_operands(lowering, cursor);
    if (operands.count != 3) return expr_opaque(lowering, value_type(lowering, cursor_type(cursor)), "conditional");
    const TypeInfo *type = type_info(lowering, cursor_type(cursor));
    NodeId yes = node_label(lowering), no = node_label(lowering), end = node_label(lowering);
    ExprId target = 0;
    if (is_used && type->value.kind != TYPE_VOID)
        target = expr_variable(lowering, new_temporary(lowering, type->value, ""));
    Mark mark = node_mark(lowering);
    lower_condition(lowering, operands.items[0], yes, no);
    NodeId decided = decided_label(lowering, mark, yes, no);
    if (target && decided) {
        lowering->function->current = decided;
        ExprId value = lower_value(lowering, operands.items[decided == yes ? 1 : 2]);
        return value ? expr_to_type(lowering, value, type) : 0;
    }
    lower_arm(lowering, operands.items[1], yes, target, type, end);
    lower_arm(lowering, operands.items[2], no, target, type, end);
    lowering->function->current = end;
    return conditional_value(lowering, type, target);
}

// a ?: b has four children: the common operand, and three views on it and b.
ExprId lower_elvis(Lowering *lowering, CXCursor cursor, Cursors operands) {
    const TypeInfo *type = type_info(lowering, cursor_type(cursor));
    NodeId yes = node_label(lowering), no = node_label(lowering), end = node_label(lowering);
    ExprId common = lower_value(lowering, operands.items[0]);
    if (lowering->facts.items[common].can_change) common = node_save(lowering, common);
    ExprId target =
        type->value.kind == TYPE_VOID ? 0 : expr_variable(lowering, new_temporary(lowering, type->value, ""));
    node_branch(lowering, common, yes, no);
    lowering->function->current = yes;
    if (target) node_assign(lowering, target, expr_to_type(lowering, common, type), type->value);
    node_jump(lowering, end);
    lower_arm(lowering, operands.items[3], no, target, type, end);
    lowering->function->current = end;
    return conditional_value(lowering, type, target);
}
