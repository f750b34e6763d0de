// SPDX-License-Identifier: MIT
// Locals whose address is only given to sends that copy what lies there at once: nobody else can read or write them,
// so they are followed like locals whose address is not taken.
#include "solver/net_build_walk.h"

typedef struct Search {
    const Program *program;
    bool *is_given_away; // by variable
} Search;

// Every address in the expression that is not read or assigned on the spot is given away.
static void look_at(Search *search, ExprId id, bool is_accessed) {
    if (!id) return;
    const Expr *expr = program_expr(search->program, id);
    if (expr->kind == EXPR_VARIABLE_ADDRESS) {
        if (!is_accessed) search->is_given_away[expr->reference] = true;
        return;
    }
    look_at(search, expr->left, expr->kind == EXPR_LOAD);
    look_at(search, expr->right, false);
}

static ExprId copied_operand(const Program *program, const Node *node) {
    if (node->kind != NODE_EVENT) return 0;
    const Api *api = program_api(program, node->api);
    bool is_copying = api->event == EVENT_SEND && api->element == ELEMENT_COPIED;
    Operand operand = api_operand(api, OPERAND_ELEMENT);
    bool is_argument = operand.source == SOURCE_ARGUMENT || operand.source == SOURCE_POINTEE;
    if (!is_copying || !is_argument || operand.index >= node->argument_count) return 0;
    ExprId id = node->arguments[operand.index];
    while (program_expr(program, id)->kind == EXPR_CONVERT) id = program_expr(program, id)->left;
    return program_expr(program, id)->kind == EXPR_VARIABLE_ADDRESS ? node->arguments[operand.index] : 0;
}

static void look_at_node(Search *search, const Node *node) {
    look_at(search, node->target, node->kind == NODE_ASSIGN || node->kind == NODE_ZERO);
    look_at(search, node->value, node->kind == NODE_COPY);
    look_at(search, node->callee, false);
    ExprId copied = copied_operand(search->program, node);
    for (uint32_t i = 0; i < node->argument_count; i++)
        if (node->arguments[i] != copied) look_at(search, node->arguments[i], false);
}

const Program *build_program_with_private_locals(const Program *program, Arena *arena) {
    Search search = {program, arena_new_array(arena, bool, program->variables.count)};
    for (FunctionId i = 1; i < program->functions.count; i++)
        for (NodeId node = 1; node < program_function(program, i)->node_count; node++)
            look_at_node(&search, &program_function(program, i)->nodes[node]);
    Program *seen = arena_new(arena, Program);
    *seen = *program;
    seen->variables.items = arena_new_array(arena, Variable, program->variables.count);
    for (VariableId i = 0; i < program->variables.count; i++) {
        Variable *variable = &seen->variables.items[i];
        *variable = program->variables.items[i];
        bool is_local = variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER;
        if (is_local && !search.is_given_away[i]) variable->is_address_taken = false;
    }
    return seen;
}
