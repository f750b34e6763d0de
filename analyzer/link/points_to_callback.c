// SPDX-License-Identifier: MIT
// Functions that code outside the program runs when it likes: signal handlers, callbacks of a main loop, interrupt
// handlers. Nobody explores them, so what they write or operate on counts as reachable from outside.
#include "link/points_to_state.h"

bool points_to_is_interrupt_code(const Program *program, FunctionId id) {
    const Function *function = program_function(program, id);
    for (NodeId at = 1; at < function->node_count; at++) {
        const Node *node = &function->nodes[at];
        if (node->kind == NODE_EVENT && program_api(program, node->api)->context == CONTEXT_INTERRUPT) return true;
    }
    return false;
}

static void open_sites(PointsTo *state, PointeeSet set) {
    for (uint32_t i = 0; i < set.count; i++) state->sites.items[set.items[i].site].is_escaped = true;
}

static void open_node(PointsTo *state, FunctionId function, NodeId id) {
    static const OperandRole roles[] = {OPERAND_OBJECT, OPERAND_MUTEX, OPERAND_CASES, OPERAND_SEND_CASES};
    const Node *node = &program_function(state->program, function)->nodes[id];
    if (node->kind == NODE_ASSIGN || node->kind == NODE_COPY || node->kind == NODE_ZERO)
        open_sites(state, points_to_of_expr(state, function, node->target));
    if (node->kind != NODE_EVENT) return;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        open_sites(state, points_to_of_operand(state, function, id, roles[i]));
}

// From callbacks along calls and spawns.
static void mark_reached(const PointsTo *state, bool *is_reached) {
    for (FunctionId id = 1; id < state->program->functions.count; id++) is_reached[id] = state->is_callback[id];
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < state->call_edges.count; i++) {
            const CallEdge *edge = &state->call_edges.items[i];
            FunctionId from = state->contexts.items[edge->caller].function;
            FunctionId to = state->contexts.items[edge->callee].function;
            if (!is_reached[from] || is_reached[to]) continue;
            is_reached[to] = is_changed = true;
        }
    }
}

void points_to_open_callbacks(PointsTo *state) {
    bool *is_reached = arena_new_array(state->arena, bool, state->program->functions.count);
    mark_reached(state, is_reached);
    for (FunctionId id = 1; id < state->program->functions.count; id++) {
        const Function *function = program_function(state->program, id);
        if (!is_reached[id] || !function->is_defined || function->is_system) continue;
        for (NodeId node = 1; node < function->node_count; node++) open_node(state, id, node);
    }
}
