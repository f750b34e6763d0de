// SPDX-License-Identifier: MIT
#include "checks/task_flood.h"

struct TaskFlood {
    const Inspection *inspection;
    TaskFloodStop is_stop;
    const void *context;
    Arena *arena;
    bool **is_reached; // per function (NULL: not entered), per node
    bool *returns;     // per function
    ARRAY(FunctionId) entered;
    bool is_changed;
};

typedef struct NodeStack {
    NodeId *items;
    uint32_t count;
} NodeStack;

static void enter(TaskFlood *flood, FunctionId id) {
    const Function *function = program_function(flood->inspection->program, id);
    if (!function->is_defined || flood->is_reached[id]) return;
    flood->is_reached[id] = arena_new_array(flood->arena, bool, function->node_count + 1);
    array_push(&flood->entered, flood->arena, id);
    flood->is_changed = true;
}

// Whether the task comes out of what is called there.
static bool pass_call(TaskFlood *flood, CallSite site, const Node *node) {
    const Program *program = flood->inspection->program;
    bool is_once = node->kind == NODE_EVENT && program_api(program, node->api)->event == EVENT_ONCE;
    if (node->kind != NODE_CALL && !is_once) return true;
    FunctionSet callees = points_to_callees(flood->inspection->points_to, site.function, site.node);
    bool returns = is_once || callees.has_unknown || !callees.count;
    for (uint32_t i = 0; i < callees.count; i++) {
        enter(flood, callees.items[i]);
        returns |= !program_function(program, callees.items[i])->is_defined || flood->returns[callees.items[i]];
    }
    return returns;
}

static void reach(TaskFlood *flood, FunctionId id, NodeId node, bool *is_seen, NodeStack *stack) {
    if (!node && !flood->returns[id]) flood->returns[id] = flood->is_changed = true;
    if (!node || is_seen[node]) return;
    is_seen[node] = flood->is_reached[id][node] = true;
    stack->items[stack->count++] = node;
}

static void flood_function(TaskFlood *flood, FunctionId id) {
    const Function *function = program_function(flood->inspection->program, id);
    ArenaMark mark = arena_mark(flood->inspection->arena);
    Arena *scratch = flood->inspection->arena;
    bool *is_seen = arena_new_array(scratch, bool, function->node_count + 1);
    NodeStack stack = {arena_new_array(scratch, NodeId, function->node_count + 1), 0};
    reach(flood, id, function->entry, is_seen, &stack);
    while (stack.count) {
        NodeId at = stack.items[--stack.count];
        const Node *node = &function->nodes[at];
        CallSite site = {id, at};
        if (flood->is_stop(flood->context, site) || !pass_call(flood, site, node)) continue;
        uint32_t ways = control_flow_way_count(node);
        if (!ways) reach(flood, id, 0, is_seen, &stack);
        for (uint32_t i = 0; i < ways; i++) reach(flood, id, control_flow_way(node, i), is_seen, &stack);
    }
    arena_rewind(scratch, mark);
}

TaskFlood *task_flood(const Inspection *inspection, FunctionId entry, TaskFloodStop is_stop, const void *context,
                      Arena *arena) {
    uint32_t functions = inspection->program->functions.count;
    TaskFlood *flood = arena_new(arena, TaskFlood);
    *flood = (TaskFlood){.inspection = inspection, .is_stop = is_stop, .context = context, .arena = arena};
    flood->is_reached = arena_new_array(arena, bool *, functions + 1);
    flood->returns = arena_new_array(arena, bool, functions + 1);
    enter(flood, entry);
    while (flood->is_changed) {
        flood->is_changed = false;
        for (uint32_t i = 0; i < flood->entered.count; i++) flood_function(flood, flood->entered.items[i]);
    }
    return flood;
}

bool task_flood_reaches(const TaskFlood *flood, CallSite site) {
    return flood->is_reached[site.function] && flood->is_reached[site.function][site.node];
}

FunctionList task_flood_functions(const TaskFlood *flood) {
    return (FunctionList){flood->entered.items, flood->entered.count};
}
