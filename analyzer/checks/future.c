// SPDX-License-Identifier: MIT
#include "checks/future.h"

#include "link/control_flow.h"

typedef struct Walk {
    const Program *program;
    const PointsTo *points_to;
    Arena *arena;
    FutureVisit visit;
    void *context;
    bool *is_entered; // per function, whole bodies only
    uint32_t spawns;  // on the way to here
    CallSite found;
} Walk;

static bool walk_function(Walk *walk, FunctionId function);

static bool walk_callees(Walk *walk, CallSite site) {
    FunctionSet set = points_to_callees(walk->points_to, site.function, site.node);
    for (uint32_t i = 0; i < set.count; i++)
        if (walk_function(walk, set.items[i])) return true;
    return false;
}

static bool walk_node(Walk *walk, CallSite site) {
    const Node *node = &program_function(walk->program, site.function)->nodes[site.node];
    if (node->kind == NODE_CALL) return walk_callees(walk, site);
    if (node->kind != NODE_EVENT) return false;
    if (walk->visit(walk->context, site, walk->spawns > 0)) {
        walk->found = site;
        return true;
    }
    EventKind event = program_api(walk->program, node->api)->event;
    if (event == EVENT_ONCE) return walk_callees(walk, site);
    if (event != EVENT_SPAWN) return false;
    walk->spawns++;
    bool is_found = walk_callees(walk, site);
    walk->spawns--;
    return is_found;
}

// Everything reachable from `start`; `start` itself too unless it is where a blocked task stands.
static bool walk_from(Walk *walk, FunctionId id, NodeId start, bool skips_start) {
    const Function *function = program_function(walk->program, id);
    bool *is_seen = arena_new_array(walk->arena, bool, function->node_count);
    NodeId *stack = arena_new_array(walk->arena, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    stack[depth++] = start;
    bool is_first = skips_start;
    while (depth) {
        NodeId at = stack[--depth];
        if (!is_first && walk_node(walk, (CallSite){id, at})) return true;
        is_first = false;
        for (uint32_t i = 0; i < control_flow_way_count(&function->nodes[at]); i++) {
            NodeId next = control_flow_way(&function->nodes[at], i);
            if (!next || is_seen[next]) continue;
            is_seen[next] = true;
            stack[depth++] = next;
        }
    }
    return false;
}

static bool walk_function(Walk *walk, FunctionId id) {
    const Function *function = program_function(walk->program, id);
    if (walk->is_entered[id] || !function->is_defined) return false;
    walk->is_entered[id] = true;
    return walk_from(walk, id, function->entry, false);
}

static Walk new_walk(const Program *program, const PointsTo *points_to, Arena *arena, FutureVisit visit,
                     void *context) {
    return (Walk){program, points_to, arena, visit, context, arena_new_array(arena, bool, program->functions.count),
                  0,       {0}};
}

bool future_of_task(const Program *program, const PointsTo *points_to, const TaskView *task, Arena *arena,
                    FutureVisit visit, void *context, CallSite *found) {
    Walk walk = new_walk(program, points_to, arena, visit, context);
    for (uint32_t i = task->depth; i-- > 0;) {
        if (!task->stack[i].node) continue;
        bool is_top = i + 1 == task->depth;
        if (!walk_from(&walk, task->stack[i].function, task->stack[i].node, is_top && task->is_stuck)) continue;
        if (found) *found = walk.found;
        return true;
    }
    return false;
}

bool future_of_function(const Program *program, const PointsTo *points_to, FunctionId function, Arena *arena,
                        FutureVisit visit, void *context, CallSite *found) {
    Walk walk = new_walk(program, points_to, arena, visit, context);
    if (!walk_function(&walk, function)) return false;
    if (found) *found = walk.found;
    return true;
}
