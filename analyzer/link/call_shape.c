// SPDX-License-Identifier: MIT
#include "link/call_shape.h"

typedef enum Shape { SHAPE_ANY, SHAPE_WORD, SHAPE_POINTER, SHAPE_FLOAT, SHAPE_AGGREGATE } Shape;

static Shape shape_of(ValueType type) {
    switch (type.kind) {
    case TYPE_POINTER: return SHAPE_POINTER;
    case TYPE_FLOAT: return SHAPE_FLOAT;
    case TYPE_AGGREGATE: return SHAPE_AGGREGATE;
    case TYPE_SIGNED:
    case TYPE_UNSIGNED: return type.size == 8 ? SHAPE_ANY : SHAPE_WORD; // handles and pointers pass as long
    case TYPE_VOID: return SHAPE_ANY;
    }
    return SHAPE_ANY;
}

static bool shapes_fit(Shape argument, Shape parameter) {
    return argument == SHAPE_ANY || parameter == SHAPE_ANY || argument == parameter;
}

static bool is_null(const Expr *expr) {
    return expr->kind == EXPR_CONSTANT && !expr->constant;
}

bool call_fits(const Program *program, const Node *call, FunctionId callee) {
    const Function *function = program_function(program, callee);
    if (!function->parameter_count || call->kind != NODE_CALL) return true;
    if (function->parameter_count > call->argument_count) return false;
    if (function->parameter_count < call->argument_count && !function->is_variadic) return false;
    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const Expr *argument = program_expr(program, call->arguments[i]);
        if (is_null(argument)) continue;
        ValueType parameter = program_variable(program, function->parameters[i])->type;
        if (!shapes_fit(shape_of(argument->type), shape_of(parameter))) return false;
    }
    return true;
}
