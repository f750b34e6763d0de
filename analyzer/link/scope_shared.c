// SPDX-License-Identifier: MIT
// Whether memory is written while a task that accesses it may run. Most shared memory is not: it is set up by the one
// who then starts the tasks. A write is early when it runs once, and no start of such a task, nor a call that leads to
// one, comes before it, in its own function or in those that call it.
#include "link/control_flow.h"
#include "link/scope_state.h"

enum { CALL_DEPTH = 12 };

typedef struct Sharing {
    ScopeMap *map;
    Arena *arena;
    uint32_t *starts_walk;  // per function: the walk in which it was found to lead to a start
    ARRAY(CallSite) starts; // spawns of accessing tasks, and calls that lead to them
} Sharing;

static void push_site(Sharing *sharing, CallSite site, uint32_t *depth) {
    array_push(&sharing->starts, sharing->arena, site);
    if (sharing->starts_walk[site.function] == sharing->map->walk) return;
    sharing->starts_walk[site.function] = sharing->map->walk;
    sharing->map->stack[(*depth)++] = site.function;
}

// Up from the functions that access the memory to the starts of their tasks; true when a task accesses it at all.
static bool find_starts(Sharing *sharing, const ScopeMemory *memory) {
    ScopeMap *map = sharing->map;
    uint32_t depth = 0;
    ARRAY(CallSite) spawns = {0};
    map->walk++;
    sharing->starts.count = 0;
    for (uint32_t i = 0; i < memory->accesses.count; i++) scope_enter(map, memory->accesses.items[i].function, &depth);
    while (depth) {
        FunctionId id = map->stack[--depth];
        CallSiteList callers = call_graph_callers(map->calls, id), spawners = call_graph_spawners(map->calls, id);
        for (uint32_t i = 0; i < callers.count; i++) scope_enter(map, callers.items[i].function, &depth);
        for (uint32_t i = 0; i < spawners.count; i++) array_push(&spawns, sharing->arena, spawners.items[i]);
    }
    for (uint32_t i = 0; i < spawns.count; i++) push_site(sharing, spawns.items[i], &depth);
    while (depth) { // everything that leads to a start, over calls and over starts of other tasks
        FunctionId id = map->stack[--depth];
        CallSiteList lists[] = {call_graph_callers(map->calls, id), call_graph_spawners(map->calls, id)};
        for (uint32_t k = 0; k < 2; k++)
            for (uint32_t i = 0; i < lists[k].count; i++) push_site(sharing, lists[k].items[i], &depth);
    }
    return spawns.count > 0;
}

static bool is_reached_from_start(Sharing *sharing, const ControlFlow *flow, CallSite write) {
    ArenaMark mark = arena_mark(sharing->arena);
    bool *is_start = arena_new_array(sharing->arena, bool, flow->node_count + 1);
    bool *is_seen = arena_new_array(sharing->arena, bool, flow->node_count + 1);
    NodeId *stack = arena_new_array(sharing->arena, NodeId, 2 * flow->node_count + 1);
    uint32_t depth = 0;
    for (uint32_t i = 0; i < sharing->starts.count; i++) {
        CallSite start = sharing->starts.items[i];
        if (start.function == write.function && !is_start[start.node]) is_start[stack[depth++] = start.node] = true;
    }
    while (depth) {
        NodeId at = stack[--depth];
        for (uint32_t i = flow->successor_start[at]; i < flow->successor_start[at + 1]; i++) {
            NodeId next = flow->successors[i];
            if (!next || is_seen[next]) continue;
            is_seen[stack[depth++] = next] = true;
        }
    }
    bool is_reached = is_seen[write.node];
    arena_rewind(sharing->arena, mark);
    return is_reached;
}

static bool is_early(Sharing *sharing, CallSite write) {
    const ScopeMap *map = sharing->map;
    for (uint32_t level = 0; level < CALL_DEPTH; level++) {
        const Function *function = program_function(map->program, write.function);
        if (call_graph_spawners(map->calls, write.function).count ||
            call_graph_is_recursive(map->calls, write.function))
            return false;
        const ControlFlow *flow = control_flow_find_cycles(function, NULL, sharing->arena);
        if (flow->is_on_cycle[write.node] || is_reached_from_start(sharing, flow, write)) return false;
        CallSiteList callers = call_graph_callers(map->calls, write.function);
        if (!callers.count) return function->is_entry || function->is_initialiser;
        if (callers.count > 1) return false;
        write = callers.items[0];
    }
    return false;
}

bool scope_is_written_late(ScopeMap *map, const ScopeMemory *memory, uint32_t *starts_walk) {
    Sharing sharing = {.map = map, .arena = arena_create(), .starts_walk = starts_walk};
    bool is_late = false;
    if (find_starts(&sharing, memory))
        for (uint32_t i = 0; i < memory->writes.count && !is_late; i++)
            is_late = !is_early(&sharing, memory->writes.items[i]);
    arena_destroy(sharing.arena);
    return is_late;
}
