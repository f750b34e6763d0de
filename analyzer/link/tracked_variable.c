// SPDX-License-Identifier: MIT
#include "link/tracked_variable.h"

bool variable_is_tracked(const Program *program, VariableId id) {
    const Variable *variable = program_variable(program, id);
    if (variable->is_address_taken || variable->type.is_volatile || variable->type.is_atomic) return false;
    if (variable->type.size > 8 || variable->type.size == 0) return false;
    TypeKind type = variable->type.kind;
    if (type != TYPE_SIGNED && type != TYPE_UNSIGNED && type != TYPE_POINTER) return false;
    return variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER ||
           variable->kind == VARIABLE_TEMPORARY;
}

VariableId variable_at_address(const Program *program, ExprId address) {
    const Expr *expr = program_expr(program, address);
    return expr->kind == EXPR_VARIABLE_ADDRESS ? expr->reference : 0;
}

VariableId variable_assigned_by(const Program *program, const Node *node) {
    switch (node->kind) {
    case NODE_ASSIGN:
    case NODE_COPY:
    case NODE_ZERO: return variable_at_address(program, node->target);
    case NODE_CALL:
    case NODE_EVENT: return node->result;
    default: return 0;
    }
}

ExprId expr_without_exact_conversions(const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, id);
    if (expr->kind != EXPR_CONVERT) return id;
    ValueType from = program_expr(program, expr->left)->type, to = expr->type;
    bool is_exact =
        to.size >= from.size && (to.kind == from.kind || (from.kind == TYPE_UNSIGNED && to.size > from.size));
    bool is_integer = (to.kind == TYPE_SIGNED || to.kind == TYPE_UNSIGNED) &&
                      (from.kind == TYPE_SIGNED || from.kind == TYPE_UNSIGNED);
    return is_integer && is_exact ? expr_without_exact_conversions(program, expr->left) : id;
}

VariableId variable_loaded_by(const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, expr_without_exact_conversions(program, id));
    return expr->kind == EXPR_LOAD ? variable_at_address(program, expr->left) : 0;
}

int64_t variable_step_by(const Program *program, const Node *node, VariableId variable) {
    if (node->kind != NODE_ASSIGN) return 0;
    const Expr *value = program_expr(program, expr_without_exact_conversions(program, node->value));
    if (value->kind != EXPR_BINARY || variable_loaded_by(program, value->left) != variable) return 0;
    const Expr *amount = program_expr(program, expr_without_exact_conversions(program, value->right));
    if (amount->kind != EXPR_CONSTANT || (amount->constant != 1 && amount->constant != -1)) return 0;
    if (value->operator_ == OPERATOR_ADD) return amount->constant;
    return value->operator_ == OPERATOR_SUBTRACT ? -amount->constant : 0;
}
