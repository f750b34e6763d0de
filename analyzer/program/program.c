// SPDX-License-Identifier: MIT
#include "program/program.h"

#include "base/status.h"

#include <string.h>

Program *program_create(Arena *arena) {
    Program *program = arena_new(arena, Program);
    program->arena = arena;
    array_push(&program->files, arena, (SourceFile){.path = ""});
    array_push(&program->functions, arena, (Function){.name = ""});
    array_push(&program->variables, arena, (Variable){.name = ""});
    array_push(&program->exprs, arena, (Expr){.kind = EXPR_OPAQUE, .name = "none"});
    array_push(&program->apis, arena, (Api){.library = "", .function = ""});
    return program;
}

FileId program_add_file(Program *program, SourceFile file) {
    array_push(&program->files, program->arena, file);
    return program->files.count - 1;
}

FunctionId program_add_function(Program *program, Function function) {
    array_push(&program->functions, program->arena, function);
    return program->functions.count - 1;
}

VariableId program_add_variable(Program *program, Variable variable) {
    array_push(&program->variables, program->arena, variable);
    return program->variables.count - 1;
}

ExprId program_add_expr(Program *program, Expr expr) {
    invariant(expr.left < program->exprs.count && expr.right < program->exprs.count,
              "operands come before their expression");
    array_push(&program->exprs, program->arena, expr);
    return program->exprs.count - 1;
}

static bool is_same_api(const Api *left, const Api *right) {
    return strcmp(left->function, right->function) == 0 && strcmp(left->library, right->library) == 0 &&
           left->condition_object == right->condition_object && left->has_condition == right->has_condition &&
           left->condition_argument == right->condition_argument && left->condition_value == right->condition_value;
}

ApiId program_add_api(Program *program, const Api *api) {
    for (ApiId id = 1; id < program->apis.count; id++)
        if (is_same_api(&program->apis.items[id], api)) return id;
    array_push(&program->apis, program->arena, *api);
    return program->apis.count - 1;
}

bool event_timeout_is(const Program *program, const Node *event, int64_t timeout, int64_t named) {
    if (timeout == named) return true;
    ExprId id = event_operand(program, event, OPERAND_TIMEOUT);
    if (named != -1 || !id || program_expr(program, id)->type.kind != TYPE_UNSIGNED) return false;
    uint64_t size = program_expr(program, id)->type.size;
    return size && size < 8 && (uint64_t)timeout == (UINT64_C(1) << size * 8) - 1;
}

bool event_timeout_is_telling(const Program *program, const Node *event) {
    const Api *api = program_api(program, event->api);
    ExprId timeout = event_operand(program, event, OPERAND_TIMEOUT);
    if (!timeout || (!api->has_forever && !api->has_try)) return false;
    const Expr *expr = program_expr(program, timeout);
    while (expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    bool is_sum =
        expr->kind == EXPR_BINARY && (expr->operator_ == OPERATOR_ADD || expr->operator_ == OPERATOR_SUBTRACT);
    return !is_sum;
}

FunctionId program_find_function(const Program *program, const char *symbol) {
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const char *candidate = program->functions.items[id].symbol;
        if (candidate && strcmp(candidate, symbol) == 0) return id;
    }
    return 0;
}

ExprId event_spawn_argument(const Program *program, const Node *event, uint32_t position) {
    const Api *api = program_api(program, event->api);
    if (api->spawn_style == SPAWN_CALL_EXPRESSION)
        return position < event->argument_count ? event->arguments[position] : 0;
    if (position < api->spawn_parameter) return 0;
    position -= api->spawn_parameter;
    Operand operand = api_operand(api, OPERAND_ARGUMENT), count = api_operand(api, OPERAND_COUNT);
    if (operand.source != SOURCE_VARIADIC) return position == 0 ? event_operand(program, event, OPERAND_ARGUMENT) : 0;
    bool is_given = count.source != SOURCE_CONSTANT || position < (uint64_t)count.constant;
    return is_given && operand.index + position < event->argument_count ? event->arguments[operand.index + position]
                                                                        : 0;
}

// A spawned call expression keeps the task's own arguments: the model's positions do not apply to them.
static ExprId call_expression_operand(const Node *event, OperandRole role) {
    if (role == OPERAND_FUNCTION) return event->callee;
    if (role == OPERAND_GROUP) return event->target;
    if (role == OPERAND_ARGUMENT && event->argument_count) return event->arguments[0];
    return 0;
}

ExprId event_operand(const Program *program, const Node *event, OperandRole role) {
    if (event->kind != NODE_EVENT) return 0;
    const Api *api = program_api(program, event->api);
    if (api->event == EVENT_SPAWN && api->spawn_style == SPAWN_CALL_EXPRESSION)
        return call_expression_operand(event, role);
    Operand operand = api_operand(api, role);
    switch (operand.source) {
    case SOURCE_ARGUMENT:
    case SOURCE_POINTEE:
    case SOURCE_VARIADIC: return operand.index < event->argument_count ? event->arguments[operand.index] : 0;
    case SOURCE_NONE:
    case SOURCE_RESULT:
    case SOURCE_CONSTANT: return 0;
    }
    return 0;
}
