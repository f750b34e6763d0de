// SPDX-License-Identifier: MIT
#include "explorer/service_loop.h"

#include "link/control_flow.h"

// Marks what is reachable from `start` over successors (or predecessors), `start` itself only through a cycle.
static void flood(const ControlFlow *flow, NodeId start, bool forward, bool *reached, NodeId *stack) {
    const uint32_t *starts = forward ? flow->successor_start : flow->predecessor_start;
    const NodeId *items = forward ? flow->successors : flow->predecessors;
    uint32_t depth = 0;
    stack[depth++] = start;
    while (depth) {
        NodeList next = control_flow_list(starts, items, stack[--depth]);
        for (uint32_t i = 0; i < next.count; i++) {
            if (!next.items[i] || reached[next.items[i]]) continue;
            reached[next.items[i]] = true;
            stack[depth++] = next.items[i];
        }
    }
}

static VariableId loaded_variable(const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_CONVERT) return loaded_variable(program, expr->left);
    if (expr->kind != EXPR_LOAD) return 0;
    const Expr *address = program_expr(program, expr->left);
    return address->kind == EXPR_VARIABLE_ADDRESS ? address->reference : 0;
}

static bool steps_by_constant(const Program *program, const Node *node, VariableId variable) {
    if (node->kind != NODE_ASSIGN || !node->target || !node->value) return false;
    const Expr *target = program_expr(program, node->target), *value = program_expr(program, node->value);
    if (target->kind != EXPR_VARIABLE_ADDRESS || target->reference != variable) return false;
    while (value->kind == EXPR_CONVERT) value = program_expr(program, value->left);
    bool is_step =
        value->kind == EXPR_BINARY && (value->operator_ == OPERATOR_ADD || value->operator_ == OPERATOR_SUBTRACT);
    is_step |= value->kind == EXPR_ELEMENT; // p++
    return is_step && loaded_variable(program, value->left) == variable &&
           program_expr(program, value->right)->kind == EXPR_CONSTANT;
}

static bool is_counter(const Program *program, const Function *function, const bool *in_loop, VariableId variable) {
    for (NodeId node = 1; variable && node < function->node_count; node++)
        if (in_loop[node] && steps_by_constant(program, &function->nodes[node], variable)) return true;
    return false;
}

static bool is_counted_exit(const Program *program, const Function *function, const bool *in_loop, const Node *node) {
    if (node->kind != NODE_BRANCH) return false;
    if (in_loop[node->next] && in_loop[node->otherwise]) return false;
    const Expr *condition = program_expr(program, node->value);
    while (condition->kind == EXPR_CONVERT) condition = program_expr(program, condition->left);
    if (condition->kind == EXPR_BINARY)
        return is_counter(program, function, in_loop, loaded_variable(program, condition->left)) ||
               is_counter(program, function, in_loop, loaded_variable(program, condition->right));
    return is_counter(program, function, in_loop, loaded_variable(program, node->value));
}

bool node_is_in_service_loop(const Program *program, FunctionId id, NodeId node, Arena *arena) {
    const Function *function = program_function(program, id);
    ControlFlow *flow = control_flow_build(function, NULL, arena);
    if (!node || !flow->is_on_cycle[node]) return false;
    bool *after = arena_new_array(arena, bool, function->node_count);
    bool *before = arena_new_array(arena, bool, function->node_count);
    NodeId *stack = arena_new_array(arena, NodeId, function->node_count + 1);
    flood(flow, node, true, after, stack);
    flood(flow, node, false, before, stack);
    for (NodeId at = 1; at < function->node_count; at++) after[at] = after[at] && before[at];
    after[0] = false;
    for (NodeId at = 1; at < function->node_count; at++)
        if (after[at] && is_counted_exit(program, function, after, &function->nodes[at])) return false;
    return true;
}
