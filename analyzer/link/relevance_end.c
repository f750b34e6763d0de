// SPDX-License-Identifier: MIT
// Ways that end the process abnormally (abort, assert, exit(1)) and ways that never end.
// A run that dies has no task that is stuck, so a branch does not matter because one of its ways dies: such ways are
// cut out of the control-flow graph. Only when such a branch tests nothing but relevant values it is kept, as what
// the program assumes of them.
#include "link/relevance_state.h"

static bool is_abnormal_exit(const Relevance *slice, const Node *node) {
    if (program_api(slice->program, node->api)->event != EVENT_PROCESS_EXIT) return false;
    if (!node->argument_count) return true;
    ExprId id = node->arguments[0];
    while (program_expr(slice->program, id)->kind == EXPR_CONVERT) id = program_expr(slice->program, id)->left;
    const Expr *status = program_expr(slice->program, id);
    if (status->kind == EXPR_STRING) return true;
    return status->kind == EXPR_CONSTANT && status->constant != 0;
}

static bool is_end(const Relevance *slice, FunctionId function, NodeId id, const Node *node) {
    if (node->kind == NODE_EVENT) return is_abnormal_exit(slice, node);
    if (node->kind != NODE_CALL) return false;
    FunctionSet callees = points_to_callees(slice->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++) {
        const Function *callee = program_function(slice->program, callees.items[i]);
        if (callee->is_defined ? !slice->never_returns[callees.items[i]] : !callee->is_noreturn) return false;
    }
    return callees.count && !callees.has_unknown;
}

static bool leads_to_ends_only(const uint8_t *marks, const Node *node) {
    if (node->kind == NODE_RETURN) return false;
    for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
        NodeId way = control_flow_way(node, i);
        if (!way || !(marks[way] & MARK_CUT)) return false;
    }
    return true;
}

static bool has_own_action(const Relevance *slice, const Function *function) {
    for (NodeId at = 1; at < function->node_count; at++) {
        const Node *node = &function->nodes[at];
        if (relevance_is_seed(slice, node) && !is_abnormal_exit(slice, node)) return true;
    }
    return false;
}

static void find_acting_functions(Relevance *slice) {
    uint32_t functions = slice->program->functions.count, depth = 0;
    FunctionId *stack = arena_new_array(slice->arena, FunctionId, functions + 1);
    slice->acts = arena_new_array(slice->arena, bool, functions);
    for (FunctionId id = 1; id < functions; id++) {
        slice->acts[id] = has_own_action(slice, program_function(slice->program, id));
        if (slice->acts[id]) stack[depth++] = id;
    }
    while (depth) {
        CallSiteList callers = call_graph_callers(slice->calls, stack[--depth]);
        for (uint32_t i = 0; i < callers.count; i++) {
            FunctionId caller = callers.items[i].function;
            if (slice->acts[caller]) continue;
            slice->acts[caller] = true;
            stack[depth++] = caller;
        }
    }
}

static bool acts(const Relevance *slice, FunctionId function, NodeId id, const Node *node) {
    if (node->kind != NODE_CALL) return relevance_is_seed(slice, node);
    FunctionSet callees = points_to_callees(slice->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++)
        if (slice->acts[callees.items[i]]) return true;
    return false;
}

// Backwards from the ends; what concurrency can see is never cut: a server that dies when its loop ends is no error.
static void cut_ways_to_ends(Relevance *slice, FunctionId function, uint8_t *marks) {
    const Function *body = program_function(slice->program, function);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (NodeId id = body->node_count - 1; id > 0; id--) {
            const Node *node = &body->nodes[id];
            if ((marks[id] & MARK_CUT) || !leads_to_ends_only(marks, node) || acts(slice, function, id, node)) continue;
            marks[id] |= MARK_CUT;
            is_changed = true;
        }
    }
}

static bool find_in_function(Relevance *slice, FunctionId id) {
    const Function *function = program_function(slice->program, id);
    if (slice->is_exact) return false;
    uint8_t *marks = slice->marks[id];
    bool is_changed = false;
    for (NodeId at = 1; at < function->node_count; at++) {
        if ((marks[at] & MARK_END) || !is_end(slice, id, at, &function->nodes[at])) continue;
        marks[at] |= MARK_END | MARK_CUT;
        is_changed = slice->assumes = true;
    }
    if (!is_changed) return false;
    cut_ways_to_ends(slice, id, marks);
    slice->never_returns[id] = (marks[function->entry] & MARK_CUT) != 0;
    return slice->never_returns[id];
}

void relevance_find_ends(Relevance *slice) {
    find_acting_functions(slice);
    FunctionList order = call_graph_bottom_up(slice->calls); // callees first: one round unless they call each other
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < order.count; i++) {
            FunctionId id = order.items[i];
            if (slice->never_returns[id] || !program_function(slice->program, id)->is_defined) continue;
            if (find_in_function(slice, id) && call_graph_is_recursive(slice->calls, id)) is_changed = true;
        }
    }
}

// Endless cycles: whether one of the nodes that `from` reaches is relevant; all of them are on the same cycle.
static bool has_relevant_node(const Relevance *slice, const ControlFlow *flow, FunctionId id, NodeId from,
                              bool *is_seen) {
    NodeId *stack = arena_new_array(slice->scratch, NodeId, flow->node_count);
    uint32_t depth = 0;
    bool found = false;
    stack[depth++] = from;
    is_seen[from] = true;
    while (depth) {
        NodeId at = stack[--depth];
        found |= (slice->marks[id][at] & MARK_RELEVANT) != 0;
        for (uint32_t i = flow->successor_start[at]; i < flow->successor_start[at + 1]; i++) {
            NodeId successor = flow->successors[i];
            if (is_seen[successor]) continue;
            is_seen[successor] = true;
            stack[depth++] = successor;
        }
    }
    return found;
}

bool relevance_keep_endless_in(Relevance *slice, FunctionId id) {
    const Function *function = program_function(slice->program, id);
    if (!slice->has_loop[id]) return false;
    bool is_changed = false;
    const ControlFlow *flow = relevance_flow(slice, id);
    bool *is_seen = arena_new_array(slice->scratch, bool, function->node_count + 1);
    for (NodeId at = 1; at < function->node_count; at++) {
        if (!function->nodes[at].is_loop_head || !flow->is_endless[at] || is_seen[at]) continue;
        if (has_relevant_node(slice, flow, id, at, is_seen)) continue;
        relevance_mark_node(slice, id, at);
        relevance_mark_effect(slice, id);
        is_changed = true;
    }
    return is_changed;
}

bool relevance_keep_endless(Relevance *slice) {
    bool is_changed = false;
    for (FunctionId id = 1; id < slice->program->functions.count; id++)
        if (points_to_is_reached(slice->points_to, id)) is_changed |= relevance_keep_endless_in(slice, id);
    return is_changed;
}

// Whether all memory that the expression reads is relevant already, and it reads some.
static bool reads_relevant_only(const Relevance *slice, FunctionId function, ExprId id, bool *reads) {
    if (!id) return true;
    const Expr *expr = program_expr(slice->program, id);
    if (expr->kind == EXPR_OPAQUE) return false;
    if (expr->kind == EXPR_LOAD) {
        PointeeSet set = points_to_of_expr(slice->points_to, function, expr->left);
        for (uint32_t i = 0; i < set.count; i++) {
            uint64_t object = relevance_object(slice, set.items[i].site);
            uint64_t key = object << 32 | (uint32_t)(expr->type.size & 0x7fffffff);
            if (!pair_map_get(&slice->memory_map, key, (uint64_t)set.items[i].offset, 0)) return false;
        }
        if (!set.count) return false;
        *reads = true;
    }
    return reads_relevant_only(slice, function, expr->left, reads) &&
           reads_relevant_only(slice, function, expr->right, reads);
}

static bool has_cut_way(const uint8_t *marks, const Node *node) {
    for (uint32_t i = 0; i < control_flow_way_count(node); i++)
        if (marks[control_flow_way(node, i)] & MARK_CUT) return true;
    return false;
}

void relevance_index_ends(Relevance *slice) {
    uint32_t functions = slice->program->functions.count;
    ARRAY(NodeId) found = {0}, ends = {0};
    slice->assumption_start = arena_new_array(slice->arena, uint32_t, functions + 1);
    slice->end_start = arena_new_array(slice->arena, uint32_t, functions + 1);
    slice->has_loop = arena_new_array(slice->arena, bool, functions + 1);
    for (FunctionId id = 1; id < functions; id++) {
        const Function *function = program_function(slice->program, id);
        slice->assumption_start[id] = found.count;
        slice->end_start[id] = ends.count;
        for (NodeId at = 1; at < function->node_count; at++) {
            const Node *node = &function->nodes[at];
            bool is_branch = node->kind == NODE_BRANCH || node->kind == NODE_SWITCH;
            slice->has_loop[id] |= node->is_loop_head;
            if (slice->marks[id][at] & MARK_END) array_push(&ends, slice->arena, at);
            if (!is_branch || (slice->marks[id][at] & MARK_CUT) || !has_cut_way(slice->marks[id], node)) continue;
            array_push(&found, slice->arena, at);
        }
    }
    slice->assumption_start[functions] = found.count;
    slice->end_start[functions] = ends.count;
    slice->assumptions = found.items;
    slice->ends = ends.items;
}

bool relevance_keep_assumptions_in(Relevance *slice, FunctionId id) {
    const Function *function = program_function(slice->program, id);
    bool is_changed = false;
    uint32_t end = slice->is_relevant[id] ? slice->assumption_start[id + 1] : 0;
    for (uint32_t i = slice->assumption_start[id]; i < end; i++) {
        NodeId at = slice->assumptions[i];
        const Node *node = &function->nodes[at];
        if (slice->marks[id][at] & MARK_RELEVANT) continue;
        bool reads = false;
        if (!reads_relevant_only(slice, id, node->value, &reads) || !reads) continue;
        relevance_mark_node(slice, id, at);
        is_changed = true;
    }
    return is_changed;
}

bool relevance_keep_assumptions(Relevance *slice) {
    bool is_changed = false;
    for (FunctionId id = 1; id < slice->program->functions.count; id++)
        is_changed |= relevance_keep_assumptions_in(slice, id);
    return is_changed;
}
