// SPDX-License-Identifier: MIT
#include "explorer/scope_waits.h"

static bool event_may_wait(const Api *api) {
    switch (api->event) {
    case EVENT_JOIN:
    case EVENT_LOCK:
    case EVENT_WAIT:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER:
    case EVENT_ONCE:
    case EVENT_SUSPEND:
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_SELECT: return true;
    case EVENT_HARMLESS:
    case EVENT_SLEEP:
    case EVENT_YIELD:
    case EVENT_IO: return false; // the outside ends these
    default: return api->blocking != BLOCKING_NEVER || api->waits_for_all_outside;
    }
}

typedef struct Reach {
    const Program *program;
    const PointsTo *points_to;
    Arena *arena;
    bool *is_reached;
    ARRAY(FunctionId) open;
} Reach;

static void reach(Reach *search, FunctionId function) {
    if (search->is_reached[function] || !program_function(search->program, function)->is_defined) return;
    search->is_reached[function] = true;
    array_push(&search->open, search->arena, function);
}

// Whether the node may wait, or call what cannot be told.
static bool node_may_wait(Reach *search, FunctionId function, NodeId id) {
    const Node *node = &program_function(search->program, function)->nodes[id];
    if (node->kind == NODE_SKIPPED) return true;
    if (node->kind != NODE_CALL && node->kind != NODE_EVENT) return false;
    if (node->kind == NODE_EVENT && event_may_wait(program_api(search->program, node->api))) return true;
    FunctionSet callees = points_to_callees(search->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++) reach(search, callees.items[i]);
    bool is_direct =
        node->kind == NODE_EVENT || program_expr(search->program, node->callee)->kind == EXPR_FUNCTION_ADDRESS;
    return callees.has_unknown && !is_direct;
}

bool scope_may_wait(const Program *program, const PointsTo *points_to, FunctionId root, Arena *arena) {
    Reach search = {program, points_to, arena, arena_new_array(arena, bool, program->functions.count), {0}};
    reach(&search, root);
    while (search.open.count) {
        FunctionId function = search.open.items[--search.open.count];
        uint32_t node_count = program_function(program, function)->node_count;
        for (NodeId node = 1; node < node_count; node++)
            if (node_may_wait(&search, function, node)) return true;
    }
    return false;
}
