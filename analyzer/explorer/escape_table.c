// SPDX-License-Identifier: MIT
// Points-to's escape verdicts, laid out for look-ups by variable and by allocating node; and which variables keep what
// they are initialised with, whatever code from elsewhere calls here.
#include "explorer/machine.h"

typedef struct EscapedNode {
    FunctionId function, caller;
    NodeId node;
} EscapedNode;

typedef struct EscapeTable {
    uint8_t *variables;
    bool *is_changed; // per variable: used for more than reading it, other than by its initialiser
    ARRAY(EscapedNode) nodes;
} EscapeTable;

static void note_address(EscapeTable *table, const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, id);
    while (expr->kind == EXPR_FIELD || expr->kind == EXPR_ELEMENT || expr->kind == EXPR_CONVERT)
        expr = program_expr(program, expr->left);
    if (expr->kind == EXPR_VARIABLE_ADDRESS) table->is_changed[expr->reference] = true;
}

static bool is_part_of_variable(const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, id);
    while (expr->kind == EXPR_FIELD) expr = program_expr(program, expr->left);
    return expr->kind == EXPR_VARIABLE_ADDRESS;
}

// An address that is not read from at once may be kept, or written through.
static void note_value(EscapeTable *table, const Program *program, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_LOAD && is_part_of_variable(program, expr->left)) return;
    note_address(table, program, id);
    note_value(table, program, expr->left);
    note_value(table, program, expr->right);
}

static void note_changes(EscapeTable *table, const Program *program, const Function *function) {
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        if (!function->is_initialiser) note_value(table, program, node->target);
        note_value(table, program, node->value);
        note_value(table, program, node->callee);
        for (uint32_t i = 0; i < node->argument_count; i++) note_value(table, program, node->arguments[i]);
    }
}

struct EscapeTable *escape_table_create(Arena *arena, const Program *program, const PointsTo *points_to) {
    EscapeTable *table = arena_new(arena, EscapeTable);
    table->variables = arena_new_array(arena, uint8_t, program->variables.count + 1);
    table->is_changed = arena_new_array(arena, bool, program->variables.count + 1);
    for (FunctionId id = 1; id < program->functions.count; id++)
        note_changes(table, program, program_function(program, id));
    if (!points_to) return table;
    for (SiteId id = 1; id < points_to_site_count(points_to); id++) {
        const Site *site = points_to_site(points_to, id);
        if (!site->is_escaped) continue;
        if (site->kind == SITE_VARIABLE) table->variables[site->variable] = 1;
        if (site->kind != SITE_HEAP && site->kind != SITE_OBJECT && site->kind != SITE_TASK) continue;
        EscapedNode node = {site->function, site->caller, site->node};
        array_push(&table->nodes, arena, node);
    }
    return table;
}

bool machine_variable_escapes(const Machine *machine, VariableId variable) {
    return machine->escapes->variables[variable];
}

bool machine_variable_is_settled(const Machine *machine, VariableId id) {
    const Variable *variable = program_variable(machine->program, id);
    bool is_own = !variable->is_exported && !variable->is_external && !variable->is_address_taken;
    return is_own && !variable->type.is_volatile && !machine->escapes->is_changed[id];
}

bool machine_site_escapes(const Machine *machine, FunctionId function, NodeId node, FunctionId caller) {
    for (uint32_t i = 0; i < machine->escapes->nodes.count; i++) {
        const EscapedNode *at = &machine->escapes->nodes.items[i];
        if (at->function == function && at->node == node && (!at->caller || at->caller == caller)) return true;
    }
    return false;
}
