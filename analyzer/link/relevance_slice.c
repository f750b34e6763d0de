// SPDX-License-Identifier: MIT
// The slice itself: what a relevant node, expression or piece of memory makes relevant.
#include "link/relevance_state.h"

enum { MANY = 8, LARGEST_SKIP = 1 << 20 };

static uint8_t *mark_of(const Relevance *slice, FunctionId function, NodeId node) {
    return &slice->marks[function][node];
}

void relevance_mark_node(Relevance *slice, FunctionId function, NodeId node) {
    uint8_t *mark = mark_of(slice, function, node);
    if (*mark & MARK_RELEVANT) return;
    relevance_touch(slice, function);
    *mark |= MARK_RELEVANT;
    relevance_note_node(slice, function, node);
    slice->is_relevant[function] = true;
    array_push(&slice->nodes_to_do, slice->scratch, (CallSite){function, node});
}

void relevance_mark_effect(Relevance *slice, FunctionId function) {
    if (slice->has_effect[function]) return;
    relevance_touch(slice, function);
    slice->has_effect[function] = true;
    array_push(&slice->effects_to_do, slice->scratch, function);
}

static void pass_effect_to(Relevance *slice, CallSiteList sites) {
    for (uint32_t i = 0; i < sites.count; i++) {
        relevance_mark_node(slice, sites.items[i].function, sites.items[i].node);
        relevance_mark_effect(slice, sites.items[i].function);
    }
}

// A call of a function with effects is relevant, and an effect of its own function. In the whole program each spawn
// is a seed; for a scope only those are that lead to it.
static void pass_effect_on(Relevance *slice, FunctionId function) {
    pass_effect_to(slice, call_graph_callers(slice->calls, function));
    if (slice->scope) pass_effect_to(slice, call_graph_spawners(slice->calls, function));
}

void relevance_mark_result(Relevance *slice, FunctionId function, NodeId id) {
    uint8_t *mark = mark_of(slice, function, id);
    relevance_mark_node(slice, function, id);
    if (*mark & MARK_RESULT) return;
    *mark |= MARK_RESULT;
    FunctionSet callees = points_to_callees(slice->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++) {
        const Function *callee = program_function(slice->program, callees.items[i]);
        for (NodeId node = 1; node < callee->node_count; node++)
            if (callee->nodes[node].kind == NODE_RETURN && callee->nodes[node].value)
                relevance_mark_node(slice, callees.items[i], node);
    }
}

void relevance_need(Relevance *slice, FunctionId function, ExprId id) {
    if (!id || slice->is_expr_needed[id]) return;
    slice->is_expr_needed[id] = true;
    if (slice->scope) array_push(&slice->needed, slice->scratch, id);
    const Expr *expr = program_expr(slice->program, id);
    if (expr->kind == EXPR_LOAD) relevance_need_memory_behind(slice, function, expr->left, 0, (int64_t)expr->type.size);
    relevance_need(slice, function, expr->left);
    relevance_need(slice, function, expr->right);
}

void relevance_need_memory(Relevance *slice, Pointee at, int64_t size) {
    if (!at.site) return; // nothing is known of who writes there
    Memory memory = {relevance_object(slice, at.site), at.offset, size > 0 ? size : 1};
    uint64_t key = (uint64_t)memory.object << 32 | (uint32_t)(memory.size & 0x7fffffff);
    uint32_t *is_known = pair_map_slot(&slice->memory_map, slice->scratch, key, (uint64_t)memory.offset, NULL);
    if (*is_known) return;
    *is_known = true;
    array_push(&slice->memory_to_do, slice->scratch, memory);
}

// Expressions that load one pointer share the list of what it points to.
static bool set_is_known(Relevance *slice, const PointeeSet *set, int64_t skip, int64_t size) {
    if (skip < 0 || skip >= LARGEST_SKIP || size < 0 || size > WHOLE_OBJECT) return false;
    uint64_t extent = (uint64_t)skip << 44 | (uint64_t)size;
    uint32_t *is_known = pair_map_slot(&slice->set_map, slice->scratch, (uintptr_t)set->items, extent, NULL);
    if (*is_known) return true;
    *is_known = true;
    return false;
}

void relevance_need_memory_behind(Relevance *slice, FunctionId function, ExprId address, int64_t skip, int64_t size) {
    PointeeSet set = points_to_of_expr(slice->points_to, function, address);
    if (set.count >= MANY && set_is_known(slice, &set, skip, size)) return;
    slice->is_spent |= slice->pieces_left < set.count;
    if (slice->is_spent) return;
    slice->pieces_left -= set.count;
    for (uint32_t i = 0; i < set.count; i++) {
        Pointee at = set.items[i];
        if (at.offset >= 0) at.offset += skip;
        relevance_need_memory(slice, at, size);
    }
}

const ControlFlow *relevance_flow(Relevance *slice, FunctionId id) {
    if (slice->flows[id]) return slice->flows[id];
    const Function *function = program_function(slice->program, id);
    bool *is_cut = arena_new_array(slice->arena, bool, function->node_count + 1);
    for (NodeId node = 1; node < function->node_count; node++) is_cut[node] = (slice->marks[id][node] & MARK_CUT) != 0;
    return slice->flows[id] = control_flow_build(function, is_cut, slice->arena);
}

static void work_on_node(Relevance *slice, FunctionId id, NodeId at) {
    NodeList controllers = control_flow_controllers(relevance_flow(slice, id), at);
    for (uint32_t i = 0; i < controllers.count; i++) relevance_mark_node(slice, id, controllers.items[i]);
    const Node *node = &program_function(slice->program, id)->nodes[at];
    switch (node->kind) {
    case NODE_ASSIGN:
    case NODE_COPY:
    case NODE_ZERO:
        relevance_need(slice, id, node->target);
        relevance_need(slice, id, node->value);
        break;
    case NODE_CALL:
        relevance_need(slice, id, node->callee);
        relevance_need_called(slice, (CallSite){id, at});
        break;
    case NODE_EVENT:
        if (relevance_is_outside(slice, id, node, at)) break;
        relevance_need_operands(slice, id, at);
        relevance_need_called(slice, (CallSite){id, at});
        if (relevance_is_seed(slice, node) && !slice->scope) relevance_mark_effect(slice, id);
        break;
    case NODE_BRANCH:
    case NODE_SWITCH:
    case NODE_RETURN: relevance_need(slice, id, node->value); break;
    case NODE_NOP: // kept because its loop never ends
    case NODE_SKIPPED: relevance_mark_effect(slice, id); break;
    }
}

void relevance_work(Relevance *slice) {
    while (!slice->is_spent) {
        if (slice->nodes_to_do.count) {
            CallSite next = slice->nodes_to_do.items[--slice->nodes_to_do.count];
            work_on_node(slice, next.function, next.node);
        } else if (slice->memory_to_do.count) {
            relevance_match_writers(slice, slice->memory_to_do.items[--slice->memory_to_do.count]);
        } else if (slice->effects_to_do.count) {
            pass_effect_on(slice, slice->effects_to_do.items[--slice->effects_to_do.count]);
        } else {
            return;
        }
    }
}
