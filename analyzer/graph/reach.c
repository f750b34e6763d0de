// SPDX-License-Identifier: MIT
#include "graph/builder.h"

typedef struct NodeWork {
    bool *reached;
    NodeId *stack;
    uint32_t count;
} NodeWork;

static void visit(NodeWork *work, NodeId node) {
    if (!node || work->reached[node]) return;
    work->reached[node] = true;
    work->stack[work->count++] = node;
}

const bool *reach_nodes(GraphBuilder *builder, FunctionId id) {
    if (builder->reached_nodes[id]) return builder->reached_nodes[id];
    const Function *function = program_function(builder->program, id);
    uint32_t count = function->node_count ? function->node_count : 1;
    NodeWork work = {arena_new_array(builder->arena, bool, count), arena_new_array(builder->arena, NodeId, count), 0};
    visit(&work, function->entry);
    while (work.count) {
        const Node *node = &function->nodes[work.stack[--work.count]];
        visit(&work, node->next);
        visit(&work, node->otherwise);
        for (uint32_t i = 0; i < node->case_count; i++) visit(&work, node->cases[i].next);
    }
    return builder->reached_nodes[id] = work.reached;
}

bool reach_is_event(const Api *api) {
    switch (api->event) {
    case EVENT_HARMLESS:
    case EVENT_ALLOCATE:
    case EVENT_FREE_MEMORY:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY: return false;
    default: return true;
    }
}

// A once runs its function in the calling task; a spawn does not.
static bool enters_callee(const Program *program, const Node *node) {
    if (node->kind == NODE_CALL) return true;
    return node->kind == NODE_EVENT && program_api(program, node->api)->event == EVENT_ONCE;
}

GraphFunctions reach_functions(GraphBuilder *builder, FunctionId entry) {
    const Program *program = builder->program;
    bool *seen = arena_new_array(builder->arena, bool, program->functions.count);
    FunctionId *list = arena_new_array(builder->arena, FunctionId, program->functions.count);
    uint32_t count = 0;
    if (entry) list[count++] = entry;
    seen[entry] = true;
    for (uint32_t at = 0; at < count; at++) {
        const Function *function = program_function(program, list[at]);
        const bool *reached = reach_nodes(builder, list[at]);
        for (NodeId node = 1; node < function->node_count; node++) {
            if (!reached[node] || !enters_callee(program, &function->nodes[node])) continue;
            FunctionSet callees = points_to_callees(builder->points_to, list[at], node);
            for (uint32_t i = 0; i < callees.count; i++) {
                if (seen[callees.items[i]]) continue;
                seen[callees.items[i]] = true;
                list[count++] = callees.items[i];
            }
        }
    }
    return (GraphFunctions){list, count};
}
