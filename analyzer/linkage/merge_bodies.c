// SPDX-License-Identifier: MIT
// The code of kept definitions: expressions are copied where something uses them, nodes are renumbered in place.
#include "linkage/merger.h"

static void use(bool *is_used, ExprId id) {
    is_used[id] = true;
}

static void use_of_function(bool *is_used, const Function *function) {
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        use(is_used, node->target);
        use(is_used, node->value);
        use(is_used, node->callee);
        for (uint32_t i = 0; i < node->argument_count; i++) use(is_used, node->arguments[i]);
    }
}

static void merge_expr(Merger *merger, uint32_t part, ExprId id) {
    PartMap *map = &merger->maps[part];
    Expr expr = *program_expr(merger->parts[part], id);
    expr.left = map->exprs[expr.left];
    expr.right = map->exprs[expr.right];
    expr.place = merge_place(merger, part, expr.place);
    if (expr.kind == EXPR_VARIABLE_ADDRESS) expr.reference = merge_variable(merger, part, expr.reference);
    if (expr.kind == EXPR_FUNCTION_ADDRESS) expr.reference = map->functions[expr.reference];
    map->exprs[id] = program_add_expr(merger->program, expr);
}

// Operands have smaller ids than what uses them: one way down marks, one way up copies.
static void merge_exprs(Merger *merger, uint32_t part) {
    const Program *from = merger->parts[part];
    bool *is_used = arena_new_array(merger->arena, bool, from->exprs.count);
    merger->maps[part].exprs = arena_new_array(merger->arena, ExprId, from->exprs.count);
    for (FunctionId id = 1; id < from->functions.count; id++)
        if (merger->maps[part].is_kept[id]) use_of_function(is_used, program_function(from, id));
    for (ExprId id = from->exprs.count - 1; id > 0; id--) {
        if (!is_used[id]) continue;
        use(is_used, program_expr(from, id)->left);
        use(is_used, program_expr(from, id)->right);
    }
    for (ExprId id = 1; id < from->exprs.count; id++)
        if (is_used[id]) merge_expr(merger, part, id);
}

static void move_node(Merger *merger, uint32_t part, Node *node) {
    const PartMap *map = &merger->maps[part];
    node->place = merge_place(merger, part, node->place);
    node->macro_place = merge_place(merger, part, node->macro_place);
    node->target = map->exprs[node->target];
    node->value = map->exprs[node->value];
    node->callee = map->exprs[node->callee];
    node->api = map->apis[node->api];
    if (node->result) node->result = merge_variable(merger, part, node->result);
    for (uint32_t i = 0; i < node->argument_count; i++) node->arguments[i] = map->exprs[node->arguments[i]];
}

static NodeId shifted(NodeId id, uint32_t by) {
    return id ? id + by : 0;
}

// Behind the nodes that are there; the return of those before goes on here.
static void append_initialiser(Merger *merger, const Function *function) {
    if (!merger->initialiser_nodes.count) array_push(&merger->initialiser_nodes, merger->arena, (Node){0});
    uint32_t by = merger->initialiser_nodes.count - 1;
    for (NodeId id = 1; id <= by; id++) {
        Node *node = &merger->initialiser_nodes.items[id];
        if (node->kind != NODE_RETURN) continue;
        node->kind = NODE_NOP;
        node->next = shifted(function->entry, by);
    }
    for (NodeId id = 1; id < function->node_count; id++) {
        Node node = function->nodes[id];
        node.next = shifted(node.next, by);
        node.otherwise = shifted(node.otherwise, by);
        for (uint32_t i = 0; i < node.case_count; i++) node.cases[i].next = shifted(node.cases[i].next, by);
        array_push(&merger->initialiser_nodes, merger->arena, node);
    }
    merger->program->functions.items[merger->initialiser].skipped_count += function->skipped_count;
}

void merge_bodies(Merger *merger, uint32_t part) {
    const Program *from = merger->parts[part];
    merge_exprs(merger, part);
    for (FunctionId id = 1; id < from->functions.count; id++) {
        if (!merger->maps[part].is_kept[id]) continue;
        const Function *function = program_function(from, id);
        for (uint32_t i = 0; i < function->parameter_count; i++)
            function->parameters[i] = merge_variable(merger, part, function->parameters[i]);
        for (NodeId at = 1; at < function->node_count; at++) move_node(merger, part, &function->nodes[at]);
        if (function->is_initialiser) append_initialiser(merger, function);
    }
}

void merge_finish_initialiser(Merger *merger) {
    if (!merger->initialiser) return;
    Function *function = &merger->program->functions.items[merger->initialiser];
    uint32_t count = merger->initialiser_nodes.count;
    function->nodes = arena_new_array(merger->program->arena, Node, count);
    for (NodeId id = 0; id < count; id++) function->nodes[id] = merger->initialiser_nodes.items[id];
    function->node_count = count;
}
