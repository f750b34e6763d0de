// SPDX-License-Identifier: MIT
#include "facts/check_unit.h"

static bool is_place(const Program *program, Place place) {
    return place.file < program->files.count;
}

static bool is_good_file(const SourceFile *file) {
    return file->path != NULL;
}

static bool is_good_variable(const Program *program, const Variable *variable) {
    return variable->name && variable->function < program->functions.count && is_place(program, variable->place);
}

static bool is_good_reference(const Program *program, const Expr *expr) {
    if (expr->kind == EXPR_VARIABLE_ADDRESS) return expr->reference && expr->reference < program->variables.count;
    if (expr->kind == EXPR_FUNCTION_ADDRESS) return expr->reference && expr->reference < program->functions.count;
    return true;
}

static bool is_good_expr(const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, id);
    return expr->left < id && expr->right < id && is_good_reference(program, expr) && is_place(program, expr->place);
}

static bool is_good_api(const Api *api) {
    return api->library && api->function;
}

static bool are_good_lists(const Program *program, const Function *function, const Node *node) {
    for (uint32_t i = 0; i < node->argument_count; i++)
        if (node->arguments[i] >= program->exprs.count) return false;
    for (uint32_t i = 0; i < node->case_count; i++)
        if (node->cases[i].next >= function->node_count) return false;
    return true;
}

static bool is_good_node(const Program *program, const Function *function, const Node *node) {
    bool are_ids = node->next < function->node_count && node->otherwise < function->node_count &&
                   node->target < program->exprs.count && node->value < program->exprs.count &&
                   node->callee < program->exprs.count && node->api < program->apis.count &&
                   node->result < program->variables.count;
    return are_ids && (node->kind != NODE_EVENT || node->api) && is_place(program, node->place) &&
           is_place(program, node->macro_place) && are_good_lists(program, function, node);
}

static bool is_good_function(const Program *program, const Function *function) {
    if (!function->name || !is_place(program, function->place) || !is_place(program, function->end)) return false;
    if (function->node_count ? function->entry >= function->node_count : function->entry != 0) return false;
    for (uint32_t i = 0; i < function->parameter_count; i++)
        if (function->parameters[i] >= program->variables.count) return false;
    for (NodeId node = 1; node < function->node_count; node++)
        if (!is_good_node(program, function, &function->nodes[node])) return false;
    return true;
}

const char *check_unit(const Program *program) {
    for (FileId id = 1; id < program->files.count; id++)
        if (!is_good_file(&program->files.items[id])) return "a file has no path";
    for (VariableId id = 1; id < program->variables.count; id++)
        if (!is_good_variable(program, program_variable(program, id))) return "a variable refers to nothing";
    for (ExprId id = 1; id < program->exprs.count; id++)
        if (!is_good_expr(program, id)) return "an expression refers to nothing";
    for (ApiId id = 1; id < program->apis.count; id++)
        if (!is_good_api(program_api(program, id))) return "a library function has no name";
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (!is_good_function(program, program_function(program, id))) return "a function refers to nothing";
    return NULL;
}
