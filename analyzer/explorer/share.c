// SPDX-License-Identifier: MIT
#include "explorer/share.h"

ExploreShared *explore_share(const Program *program, const PointsTo *points_to, Arena *arena) {
    ExploreShared *shared = arena_new(arena, ExploreShared);
    *shared = (ExploreShared){.program = program, .points_to = points_to, .arena = arena, .all_slot_count = 1};
    shared->escapes = escape_table_create(arena, program, points_to);
    shared->liveness = liveness_create(program, arena);
    shared->reads_atomic = machine_find_atomic_reads(arena, program);
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (program_function(program, id)->is_initialiser) array_push(&shared->initialisers, arena, id);
    shared->all_slots = arena_new_array(arena, uint32_t, program->variables.count + 1);
    shared->slots = arena_new_array(arena, uint32_t, program->variables.count + 1);
    for (VariableId id = 1; id < program->variables.count; id++) {
        VariableKind kind = program_variable(program, id)->kind;
        if (kind == VARIABLE_GLOBAL || kind == VARIABLE_STATIC) shared->all_slots[id] = shared->all_slot_count++;
    }
    return shared;
}

static void slot_expr(ExploreShared *shared, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(shared->program, id);
    if (expr->kind == EXPR_VARIABLE_ADDRESS && shared->all_slots[expr->reference] && !shared->slots[expr->reference]) {
        array_push(&shared->slotted, shared->arena, expr->reference);
        shared->slots[expr->reference] = shared->slotted.count;
    }
    slot_expr(shared, expr->left);
    slot_expr(shared, expr->right);
}

static void slot_function(ExploreShared *shared, const Relevance *relevance, FunctionId id) {
    const Function *function = program_function(shared->program, id);
    NodeList nodes = relevance_nodes(relevance, id);
    for (uint32_t k = 0; k < nodes.count; k++) {
        const Node *node = &function->nodes[nodes.items[k]];
        slot_expr(shared, node->target);
        slot_expr(shared, node->value);
        slot_expr(shared, node->callee);
        for (uint32_t i = 0; i < node->argument_count; i++) slot_expr(shared, node->arguments[i]);
    }
}

const uint32_t *share_slots(ExploreShared *shared, const Relevance *relevance, uint32_t *count) {
    if (!relevance || !relevance_scope(relevance)) {
        *count = shared->all_slot_count;
        return shared->all_slots;
    }
    for (uint32_t i = 0; i < shared->slotted.count; i++) shared->slots[shared->slotted.items[i]] = 0;
    shared->slotted.count = 0;
    FunctionList functions = relevance_functions(relevance);
    for (uint32_t i = 0; i < functions.count; i++) slot_function(shared, relevance, functions.items[i]);
    *count = shared->slotted.count + 1;
    return shared->slots;
}

const Liveness *share_liveness(ExploreShared *shared, const Relevance *relevance) {
    bool is_scope = relevance && relevance_scope(relevance);
    FunctionList functions = is_scope ? relevance_functions(relevance) : (FunctionList){0};
    for (uint32_t i = 0; i < functions.count; i++) liveness_prepare(shared->liveness, functions.items[i]);
    for (FunctionId id = 1; !is_scope && id < shared->program->functions.count; id++)
        if (!relevance || relevance_of_function(relevance, id)) liveness_prepare(shared->liveness, id);
    return shared->liveness;
}

static void add_completed(ExploreShared *shared, FunctionId id, Arena *arena) {
    shared->completed[id] = arena_new_array(arena, uint8_t, program_function(shared->program, id)->node_count + 1);
    array_push(&shared->completed_functions, shared->arena, id);
}

uint8_t **share_completed(ExploreShared *shared, const Relevance *relevance, Arena *arena) {
    uint32_t count = shared->program->functions.count;
    if (!shared->completed) shared->completed = arena_new_array(shared->arena, uint8_t *, count + 1);
    for (uint32_t i = 0; i < shared->completed_functions.count; i++)
        shared->completed[shared->completed_functions.items[i]] = NULL;
    shared->completed_functions.count = 0;
    if (relevance && relevance_scope(relevance)) {
        FunctionList functions = relevance_functions(relevance);
        for (uint32_t i = 0; i < functions.count; i++) add_completed(shared, functions.items[i], arena);
        return shared->completed;
    }
    for (FunctionId id = 1; id < count; id++) add_completed(shared, id, arena);
    return shared->completed;
}
