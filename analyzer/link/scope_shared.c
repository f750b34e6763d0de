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
    ScopeWrites *writes;
    ARRAY(CallSite) starts; // spawns of accessing tasks, and calls that lead to them
} Sharing;

static void push_site(Sharing *sharing, CallSite site, uint32_t *depth) {
    array_push(&sharing->starts, sharing->arena, site);
    if (sharing->writes->starts_walk[site.function] == sharing->map->walk) return;
    sharing->writes->starts_walk[site.function] = sharing->map->walk;
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

static const ControlFlow *cycles_of(ScopeWrites *writes, const ScopeMap *map, FunctionId id) {
    ControlFlow **flow = &writes->cycles[id];
    if (!*flow) *flow = control_flow_find_cycles(program_function(map->program, id), NULL, writes->arena);
    return *flow;
}

typedef ARRAY(NodeId) NodeStack;

// Nodes of components with smaller numbers never lead back to the write.
static void visit_successors(Sharing *sharing, const ControlFlow *flow, NodeId at, NodeId write, NodeStack *stack) {
    ScopeWrites *writes = sharing->writes;
    for (uint32_t i = flow->successor_start[at]; i < flow->successor_start[at + 1]; i++) {
        NodeId next = flow->successors[i];
        bool is_behind = flow->component[next] && flow->component[next] < flow->component[write];
        if (!next || is_behind || writes->seen[next] == writes->search) continue;
        writes->seen[next] = writes->search;
        array_push(stack, sharing->arena, next);
    }
}

static bool is_reached_from_start(Sharing *sharing, const ControlFlow *flow, CallSite write) {
    ArenaMark mark = arena_mark(sharing->arena);
    NodeStack stack = {0};
    sharing->writes->search++;
    for (uint32_t i = 0; i < sharing->starts.count; i++) {
        CallSite start = sharing->starts.items[i];
        if (start.function == write.function) visit_successors(sharing, flow, start.node, write.node, &stack);
    }
    while (stack.count) visit_successors(sharing, flow, stack.items[--stack.count], write.node, &stack);
    arena_rewind(sharing->arena, mark);
    return sharing->writes->seen[write.node] == sharing->writes->search;
}

static bool is_early(Sharing *sharing, CallSite write) {
    const ScopeMap *map = sharing->map;
    for (uint32_t level = 0; level < CALL_DEPTH; level++) {
        const Function *function = program_function(map->program, write.function);
        if (call_graph_spawners(map->calls, write.function).count ||
            call_graph_is_recursive(map->calls, write.function))
            return false;
        const ControlFlow *flow = cycles_of(sharing->writes, map, write.function);
        if (flow->is_on_cycle[write.node] || is_reached_from_start(sharing, flow, write)) return false;
        CallSiteList callers = call_graph_callers(map->calls, write.function);
        if (!callers.count) return function->is_entry || function->is_initialiser;
        if (callers.count > 1) return false;
        write = callers.items[0];
    }
    return false;
}

ScopeWrites *scope_writes_create(const ScopeMap *map, Arena *arena) {
    ScopeWrites *writes = arena_new(arena, ScopeWrites);
    uint32_t functions = map->program->functions.count, most = 0;
    for (FunctionId id = 1; id < functions; id++)
        if (program_function(map->program, id)->node_count > most)
            most = program_function(map->program, id)->node_count;
    writes->arena = arena;
    writes->starts_walk = arena_new_array(arena, uint32_t, functions + 1);
    writes->cycles = arena_new_array(arena, ControlFlow *, functions + 1);
    writes->seen = arena_new_array(arena, uint32_t, most + 1);
    return writes;
}

bool scope_is_written_late(ScopeMap *map, const ScopeMemory *memory, ScopeWrites *writes) {
    Sharing sharing = {.map = map, .arena = arena_create(), .writes = writes};
    bool is_late = false;
    if (find_starts(&sharing, memory))
        for (uint32_t i = 0; i < memory->writes.count && !is_late; i++)
            is_late = !is_early(&sharing, memory->writes.items[i]);
    arena_destroy(sharing.arena);
    return is_late;
}
