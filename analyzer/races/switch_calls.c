// SPDX-License-Identifier: MIT
#include "races/switch_calls.h"

#include "link/control_flow.h"

#include <string.h>

typedef struct CallWalk {
    const Program *program;
    const PointsTo *points_to;
    bool *returns, *switches; // per function
    bool *leaves;             // per node of the function that is looked at: its end may be reached from there
} CallWalk;

static bool starts_coroutine(const Api *api) {
    return api->event == EVENT_SPAWN && (api->domain == DOMAIN_COOPERATIVE || api->domain == DOMAIN_SAME_PROC);
}

static bool has_coroutines(const Program *program, const Api *api) {
    for (ApiId id = 1; id < program->apis.count; id++) {
        const Api *other = program_api(program, id);
        if (starts_coroutine(other) && !strcmp(other->library, api->library)) return true;
    }
    return false;
}

bool switch_event_lets_run(const Program *program, const Api *api) {
    if (api->event == EVENT_IO) return has_coroutines(program, api);
    bool pauses = api->event == EVENT_YIELD || api->event == EVENT_SLEEP || api->event == EVENT_SUSPEND;
    bool runs_child = starts_coroutine(api) && api->spawn_order != SPAWN_PARENT_FIRST;
    return pauses || runs_child || api->blocking != BLOCKING_NEVER || api->switching != SWITCH_WHEN_BLOCKED;
}

static const Api *event_of(const CallWalk *walk, const Node *node) {
    return node->kind == NODE_EVENT ? program_api(walk->program, node->api) : NULL;
}

static bool ends_there(const CallWalk *walk, FunctionId id, NodeId at) {
    const Node *node = &program_function(walk->program, id)->nodes[at];
    const Api *api = event_of(walk, node);
    if (api) return api->event == EVENT_PROCESS_EXIT || api->event == EVENT_TASK_EXIT;
    if (node->kind != NODE_CALL) return false;
    FunctionSet callees = points_to_callees(walk->points_to, id, at);
    bool may_return = !callees.count || callees.has_unknown;
    for (uint32_t i = 0; i < callees.count; i++) may_return |= walk->returns[callees.items[i]];
    return !may_return;
}

static bool leads_out(const CallWalk *walk, FunctionId id, NodeId at) {
    const Node *node = &program_function(walk->program, id)->nodes[at];
    if (ends_there(walk, id, at)) return false;
    bool leads = node->kind == NODE_RETURN;
    for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
        NodeId next = control_flow_way(node, i);
        leads |= !next || walk->leaves[next];
    }
    return leads;
}

static void find_leaves(CallWalk *walk, FunctionId id) {
    uint32_t count = program_function(walk->program, id)->node_count;
    memset(walk->leaves, 0, count * sizeof *walk->leaves);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (NodeId node = count - 1; node; node--) {
            if (walk->leaves[node] || !leads_out(walk, id, node)) continue;
            walk->leaves[node] = is_changed = true;
        }
    }
}

static bool lets_run(const CallWalk *walk, FunctionId id, NodeId at) {
    const Node *node = &program_function(walk->program, id)->nodes[at];
    const Api *api = event_of(walk, node);
    if (api && switch_event_lets_run(walk->program, api)) return true;
    if (node->kind != NODE_CALL && !(api && api->event == EVENT_ONCE)) return false;
    FunctionSet callees = points_to_callees(walk->points_to, id, at);
    for (uint32_t i = 0; i < callees.count; i++)
        if (walk->switches[callees.items[i]]) return true;
    return false;
}

static bool look_at(CallWalk *walk, FunctionId id) {
    const Function *function = program_function(walk->program, id);
    if (!function->is_defined || (walk->returns[id] && walk->switches[id])) return false;
    find_leaves(walk, id);
    bool returns = walk->leaves[function->entry], switches = false;
    for (NodeId node = 1; node < function->node_count && !switches; node++)
        switches = walk->leaves[node] && lets_run(walk, id, node);
    bool is_changed = returns != walk->returns[id] || switches != walk->switches[id];
    walk->returns[id] = returns;
    walk->switches[id] = switches;
    return is_changed;
}

bool *switch_calls_find(const Program *program, const PointsTo *points_to, const CallGraph *calls, Arena *arena) {
    uint32_t longest = 1, count = program->functions.count;
    CallWalk walk = {.program = program, .points_to = points_to};
    walk.returns = arena_new_array(arena, bool, count);
    walk.switches = arena_new_array(arena, bool, count);
    for (FunctionId id = 1; id < count; id++) {
        const Function *function = program_function(program, id);
        walk.returns[id] = !function->is_defined && !function->is_noreturn;
        if (function->node_count > longest) longest = function->node_count;
    }
    walk.leaves = arena_new_array(arena, bool, longest);
    FunctionList order = call_graph_bottom_up(calls);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < order.count; i++) is_changed |= look_at(&walk, order.items[i]);
    }
    return walk.switches;
}
