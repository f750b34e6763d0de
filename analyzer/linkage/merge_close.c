// SPDX-License-Identifier: MIT
// What a library takes from the units of programs: the callers of those functions are known. They are the library and
// the programs, where they are looked at.
#include "linkage/merger.h"

typedef struct Closing {
    const Program *program;
    bool *is_reached;
    FunctionId *stack;
    uint32_t depth;
} Closing;

static void reach(Closing *closing, FunctionId id) {
    if (!id || closing->is_reached[id]) return;
    closing->is_reached[id] = true;
    closing->stack[closing->depth++] = id;
}

static void reach_from_expr(Closing *closing, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(closing->program, id);
    if (expr->kind == EXPR_FUNCTION_ADDRESS) reach(closing, expr->reference);
    reach_from_expr(closing, expr->left);
    reach_from_expr(closing, expr->right);
}

static void reach_from_body(Closing *closing, const Function *function) {
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        reach_from_expr(closing, node->target);
        reach_from_expr(closing, node->value);
        reach_from_expr(closing, node->callee);
        for (uint32_t i = 0; i < node->argument_count; i++) reach_from_expr(closing, node->arguments[i]);
    }
}

static bool *find_own(const Merger *merger, uint32_t open) {
    bool *is_own = arena_new_array(merger->arena, bool, merger->program->functions.count);
    for (uint32_t part = 0; part < open; part++)
        for (FunctionId id = 1; id < merger->parts[part]->functions.count; id++)
            if (merger->maps[part].is_kept[id]) is_own[merger->maps[part].functions[id]] = true;
    return is_own;
}

void merge_close_parts(Merger *merger, uint32_t open) {
    const Program *program = merger->program;
    uint32_t count = program->functions.count;
    const bool *is_own = find_own(merger, open);
    Closing closing = {.program = program};
    closing.is_reached = arena_new_array(merger->arena, bool, count);
    closing.stack = arena_new_array(merger->arena, FunctionId, count);
    for (FunctionId id = 1; id < count; id++)
        if (is_own[id] || program_function(program, id)->is_initialiser) reach(&closing, id);
    while (closing.depth) reach_from_body(&closing, program_function(program, closing.stack[--closing.depth]));
    for (FunctionId id = 1; id < count; id++) {
        Function *function = &program->functions.items[id];
        if (!function->is_defined || is_own[id] || function->is_initialiser) continue;
        function->is_exported = false;
        if (closing.is_reached[id]) continue;
        function->is_defined = false;
        function->nodes = NULL;
        function->node_count = function->entry = 0;
    }
}
