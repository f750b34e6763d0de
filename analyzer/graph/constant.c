// SPDX-License-Identifier: MIT
#include "graph/builder.h"

enum { DEEPEST = 16 };

typedef struct Constant {
    const GraphBuilder *builder;
    FunctionId function;
    const Site *site; // may be NULL
    int depth;
} Constant;

static bool evaluate(Constant in, ExprId id, int64_t *value);

// The position of a parameter, or -1.
static int64_t parameter_index(const Function *function, VariableId variable) {
    for (uint32_t i = 0; i < function->parameter_count; i++)
        if (function->parameters[i] == variable) return i;
    return -1;
}

// The only assignment to a variable whose address nobody takes; NULL when there are more, or other writes.
static const Node *only_assignment(const Program *program, const Function *function, VariableId variable) {
    const Node *found = NULL;
    for (NodeId at = 1; at < function->node_count; at++) {
        const Node *node = &function->nodes[at];
        if (node->result == variable) return NULL;
        const Expr *target = program_expr(program, node->target);
        if (!node->target || target->kind != EXPR_VARIABLE_ADDRESS || target->reference != variable) continue;
        if (found || node->kind != NODE_ASSIGN) return NULL;
        found = node;
    }
    return found;
}

static bool is_private(const Variable *variable) {
    bool is_local = variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER ||
                    variable->kind == VARIABLE_TEMPORARY;
    return is_local && !variable->is_address_taken;
}

static bool evaluate_variable(Constant in, VariableId id, int64_t *value) {
    const Program *program = in.builder->program;
    const Function *function = program_function(program, in.function);
    if (!is_private(program_variable(program, id))) return false;
    const Node *assignment = only_assignment(program, function, id);
    int64_t index = parameter_index(function, id);
    if (index < 0) return assignment && evaluate(in, assignment->value, value);
    if (assignment || !in.site || !in.site->caller || in.site->function != in.function) return false;
    const Node *call = &program_function(program, in.site->caller)->nodes[in.site->call];
    if (index >= call->argument_count) return false;
    return evaluate((Constant){in.builder, in.site->caller, NULL, in.depth}, call->arguments[index], value);
}

static bool evaluate_binary(Constant in, const Expr *expr, int64_t *value) {
    int64_t left, right;
    if (!evaluate(in, expr->left, &left) || !evaluate(in, expr->right, &right)) return false;
    switch (expr->operator_) {
    case OPERATOR_ADD: return !__builtin_add_overflow(left, right, value);
    case OPERATOR_SUBTRACT: return !__builtin_sub_overflow(left, right, value);
    case OPERATOR_MULTIPLY: return !__builtin_mul_overflow(left, right, value);
    default: return false;
    }
}

static bool evaluate(Constant in, ExprId id, int64_t *value) {
    const Expr *expr = program_expr(in.builder->program, id);
    if (!id || in.depth++ > DEEPEST) return false;
    switch (expr->kind) {
    case EXPR_CONSTANT: *value = expr->constant; return true;
    case EXPR_CONVERT: return evaluate(in, expr->left, value);
    case EXPR_BINARY: return evaluate_binary(in, expr, value);
    case EXPR_UNARY:
        if (expr->operator_ != OPERATOR_NEGATE || !evaluate(in, expr->left, value) || *value == INT64_MIN) return false;
        *value = -*value;
        return true;
    case EXPR_LOAD: {
        const Expr *address = program_expr(in.builder->program, expr->left);
        return address->kind == EXPR_VARIABLE_ADDRESS && evaluate_variable(in, address->reference, value);
    }
    default: return false;
    }
}

bool constant_value(const GraphBuilder *builder, FunctionId function, ExprId expr, const Site *site, int64_t *value) {
    return evaluate((Constant){builder, function, site, 0}, expr, value);
}

bool constant_operand(const GraphBuilder *builder, FunctionId function, const Node *event, OperandRole role,
                      const Site *site, int64_t *value) {
    Operand operand = api_operand(program_api(builder->program, event->api), role);
    if (operand.source == SOURCE_CONSTANT) {
        *value = operand.constant;
        return true;
    }
    if (operand.source != SOURCE_ARGUMENT) return false;
    return constant_value(builder, function, event_operand(builder->program, event, role), site, value);
}
