// SPDX-License-Identifier: MIT
#include "link/call_fields.h"

#include <string.h>

typedef struct Kept {
    ARRAY(const char *) fields;
    bool is_elsewhere; // passed, returned, or kept in a variable
} Kept;

struct CallFields {
    const Program *program;
    Arena *arena;
    Kept *kept; // per function
};

static ExprId without_conversion(const Program *program, ExprId id) {
    while (program_expr(program, id)->kind == EXPR_CONVERT) id = program_expr(program, id)->left;
    return id;
}

static bool has_name(const Kept *kept, const char *name) {
    for (uint32_t i = 0; i < kept->fields.count; i++)
        if (!strcmp(kept->fields.items[i], name)) return true;
    return false;
}

// Addresses of functions inside the expression go somewhere that is not followed.
static void find_elsewhere(CallFields *fields, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(fields->program, id);
    if (expr->kind == EXPR_FUNCTION_ADDRESS) fields->kept[expr->reference].is_elsewhere = true;
    find_elsewhere(fields, expr->left);
    find_elsewhere(fields, expr->right);
}

static const char *field_name(const Program *program, ExprId address) {
    const Expr *expr = program_expr(program, address);
    bool is_named = expr->kind == EXPR_FIELD && expr->name && *expr->name;
    return is_named ? expr->name : NULL;
}

static void read_assignment(CallFields *fields, const Node *node) {
    const Program *program = fields->program;
    const Expr *value = program_expr(program, without_conversion(program, node->value));
    const char *name = field_name(program, node->target);
    if (value->kind != EXPR_FUNCTION_ADDRESS || !name) {
        find_elsewhere(fields, node->value);
        return;
    }
    Kept *kept = &fields->kept[value->reference];
    if (!has_name(kept, name)) array_push(&kept->fields, fields->arena, name);
}

static void read_node(CallFields *fields, const Node *node) {
    if (node->kind == NODE_ASSIGN && node->value)
        read_assignment(fields, node);
    else
        find_elsewhere(fields, node->value);
    for (uint32_t i = 0; i < node->argument_count; i++) find_elsewhere(fields, node->arguments[i]);
}

CallFields *call_fields_collect(const Program *program, Arena *arena) {
    CallFields *fields = arena_new(arena, CallFields);
    *fields = (CallFields){.program = program, .arena = arena};
    fields->kept = arena_new_array(arena, Kept, program->functions.count + 1);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId node = 1; node < function->node_count; node++) read_node(fields, &function->nodes[node]);
    }
    return fields;
}

bool call_fields_fit(const CallFields *fields, const Node *call, FunctionId callee) {
    if (call->kind != NODE_CALL) return true;
    const Expr *pointer = program_expr(fields->program, without_conversion(fields->program, call->callee));
    const char *name = pointer->kind == EXPR_LOAD ? field_name(fields->program, pointer->left) : NULL;
    const Kept *kept = &fields->kept[callee];
    return !name || kept->is_elsewhere || !kept->fields.count || has_name(kept, name);
}
