// SPDX-License-Identifier: MIT
// The relation between objects as paths in one graph of linear size. Its vertices are objects, the places before the
// nodes of involved functions, and functions as a whole. From an object it goes to the places of what ends waits at
// it, from a place backwards to the places before it, into the objects that are operated on there and into the whole
// of functions that are called there, and from a function's first place to all its calls and spawns. Down into
// callees and up to callers are kept apart, so that a path never leaves a function by another call than it came in.
#include "link/control_flow.h"
#include "link/scope_state.h"

typedef struct Link {
    uint32_t from, to;
} Link;

typedef struct Build {
    ScopeMap *map;
    Arena *arena;
    bool by_order;
    uint32_t *first_place; // per function: vertex of node 0; 0 when not involved
    uint32_t whole;        // vertex of function 0 as a whole
    uint32_t first_memory; // vertex of the first piece of shared memory
    uint32_t spawned;      // vertex of "a task was started"
    ARRAY(Link) links;
} Build;

static void link_up(Build *build, uint32_t from, uint32_t to) {
    if (from != to) array_push(&build->links, build->arena, (Link){from, to});
}

static uint32_t vertex_of(const Build *build, ScopeObjectId object) {
    return build->by_order && build->map->is_coupled ? scope_find_coupled(build->map, object)
                                                     : scope_find(build->map, object);
}

static bool comes_before(const Build *build, const ScopeOperation *operation) {
    // A spawn waits for nobody: that it comes before something orders nothing by its task.
    bool orders = build->by_order && !operation->is_setup && operation->event != EVENT_SPAWN;
    return orders || (operation->blocks && !scope_waits_for_nobody(build->map, operation));
}

static bool comes_after(const Build *build, const ScopeOperation *operation) {
    bool orders = build->by_order && !operation->is_setup;
    return orders || (operation->frees && !scope_frees_nobody(build->map, operation));
}

static void link_to_objects(Build *build, uint32_t from, const ScopeOperation *operation) {
    const ScopeMap *map = build->map;
    if (operation->is_for_callers || operation->is_vague || !comes_before(build, operation)) return;
    for (uint32_t i = 0; i < operation->count; i++) {
        ScopeObjectId object = map->operands.items[operation->first + i];
        if (!map->objects.items[object].is_leaf_lock) link_up(build, from, vertex_of(build, object));
    }
}

static FunctionSet callees_at(const ScopeMap *map, FunctionId function, NodeId id) {
    const Node *node = &program_function(map->program, function)->nodes[id];
    bool calls = node->kind == NODE_CALL ||
                 (node->kind == NODE_EVENT && program_api(map->program, node->api)->event == EVENT_ONCE);
    return calls ? points_to_callees(map->points_to, function, id) : (FunctionSet){0};
}

static void link_to_wholes(Build *build, uint32_t from, FunctionSet set) {
    for (uint32_t i = 0; i < set.count; i++)
        if (build->first_place[set.items[i]]) link_up(build, from, build->whole + set.items[i]);
}

// From the place behind a node to the place before it, and to what happens at it.
static void link_node(Build *build, FunctionId function, NodeId id) {
    const ScopeMap *map = build->map;
    const Node *node = &program_function(map->program, function)->nodes[id];
    uint32_t here = build->first_place[function] + id, count;
    const ScopeOperation *operations = scope_operations_at(map, function, id, &count);
    FunctionSet callees = callees_at(map, function, id);
    bool spawns = node->kind == NODE_EVENT && program_api(map->program, node->api)->event == EVENT_SPAWN;
    if (spawns) link_up(build, build->whole + function, build->spawned);
    for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
        NodeId way = control_flow_way(node, i);
        if (!way) continue;
        uint32_t behind = build->first_place[function] + way;
        link_up(build, behind, here);
        if (spawns) link_up(build, behind, build->spawned);
        for (uint32_t k = 0; k < count; k++) link_to_objects(build, behind, &operations[k]);
        link_to_wholes(build, behind, callees);
    }
    for (uint32_t k = 0; k < count; k++) link_to_objects(build, build->whole + function, &operations[k]);
    link_to_wholes(build, build->whole + function, callees);
}

static void link_to_sites(Build *build, uint32_t from, CallSiteList sites) {
    for (uint32_t i = 0; i < sites.count; i++) {
        uint32_t first = build->first_place[sites.items[i].function];
        if (first) link_up(build, from, first + sites.items[i].node);
    }
}

static void link_function(Build *build, FunctionId id) {
    const ScopeMap *map = build->map;
    const Function *function = program_function(map->program, id);
    for (NodeId node = 1; node < function->node_count; node++) link_node(build, id, node);
    uint32_t first = build->first_place[id] + function->entry;
    link_to_sites(build, first, call_graph_callers(map->calls, id));
    link_to_sites(build, first, call_graph_spawners(map->calls, id));
    if (call_graph_spawners(map->calls, id).count) link_up(build, first, build->spawned);
}

// A join ends when the whole of the task has.
static void link_task(Build *build, ScopeObjectId object) {
    const Site *site = points_to_site(build->map->points_to, build->map->objects.items[object].site);
    if (site->kind != SITE_TASK) return;
    FunctionSet entries = points_to_callees(build->map->points_to, site->function, site->node);
    link_to_wholes(build, vertex_of(build, object), entries);
}

// Operations on parameters are said at the call, without their order in the function called: each may come first.
static void link_within_call(Build *build, uint32_t from, const ScopeOperation *operation) {
    uint32_t count;
    const ScopeOperation *at = scope_operations_at(build->map, operation->function, operation->node, &count);
    for (uint32_t i = 0; i < count; i++)
        if (at[i].wrapper == operation->wrapper) link_to_objects(build, from, &at[i]);
    if (build->first_place[operation->wrapper]) link_up(build, from, build->whole + operation->wrapper);
}

static void link_object(Build *build, ScopeObjectId object) {
    const ScopeMap *map = build->map;
    if (map->objects.items[object].is_leaf_lock) return;
    uint32_t from = vertex_of(build, object);
    for (uint32_t i = map->user_start[object]; i < map->user_start[object + 1]; i++) {
        const ScopeOperation *operation = &map->operations.items[map->users[i]];
        if (operation->is_for_callers || operation->is_vague || !comes_after(build, operation)) continue;
        if (!build->first_place[operation->function]) continue;
        link_up(build, from, build->first_place[operation->function] + operation->node);
        if (operation->event == EVENT_SPAWN) // a group ends with its tasks
            link_to_wholes(build, from, points_to_callees(map->points_to, operation->function, operation->node));
        if (operation->wrapper) link_within_call(build, from, operation);
    }
    link_task(build, object);
}

static void link_access(Build *build, uint32_t memory, CallSite at) {
    uint32_t first = build->first_place[at.function];
    if (!first) return;
    const Node *node = &program_function(build->map->program, at.function)->nodes[at.node];
    link_up(build, memory, first + at.node);
    link_up(build, build->whole + at.function, memory);
    for (uint32_t i = 0; i < control_flow_way_count(node); i++)
        if (control_flow_way(node, i)) link_up(build, first + control_flow_way(node, i), memory);
}

static void link_memories(Build *build) {
    for (uint32_t i = 0; build->by_order && i < build->map->memories.count; i++) {
        const ScopeMemory *memory = &build->map->memories.items[i];
        uint32_t vertex = build->first_memory + i, scope = vertex_of(build, memory->tied);
        link_up(build, vertex, scope);
        link_up(build, scope, vertex);
        for (uint32_t k = 0; k < memory->accesses.count; k++) link_access(build, vertex, memory->accesses.items[k]);
    }
}

static uint32_t number_vertices(Build *build) {
    const ScopeMap *map = build->map;
    uint32_t count = map->objects.count, functions = map->program->functions.count;
    build->first_place = arena_new_array(build->arena, uint32_t, functions + 1);
    for (FunctionId id = 1; id < functions; id++) {
        if (!map->is_involved[id]) continue;
        build->first_place[id] = count;
        count += program_function(map->program, id)->node_count;
    }
    build->whole = count;
    build->spawned = count + functions;
    build->first_memory = build->spawned + 1;
    return build->first_memory + (build->by_order ? map->memories.count : 0);
}

static Graph as_graph(Build *build, uint32_t vertices) {
    uint32_t *start = arena_new_array(build->arena, uint32_t, vertices + 2);
    uint32_t *edges = arena_new_array(build->arena, uint32_t, build->links.count + 1);
    for (uint32_t i = 0; i < build->links.count; i++) start[build->links.items[i].from + 2]++;
    for (uint32_t i = 2; i <= vertices + 1; i++) start[i] += start[i - 1];
    for (uint32_t i = 0; i < build->links.count; i++)
        edges[start[build->links.items[i].from + 1]++] = build->links.items[i].to;
    return (Graph){vertices, start, edges};
}

static Graph build_graph(Build *build) {
    ScopeMap *map = build->map;
    uint32_t vertices = number_vertices(build);
    for (FunctionId id = 1; id < map->program->functions.count; id++)
        if (map->is_involved[id]) link_function(build, id);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) link_object(build, id);
    link_memories(build);
    return as_graph(build, vertices);
}

static uint32_t root_of(uint32_t *parent, uint32_t at) {
    while (parent[at] != at) at = parent[at] = parent[parent[at]];
    return at;
}

// What a task operates on in the function it starts with, there or through what it hands to functions it calls.
static uint32_t *tie_by_task(const ScopeMap *map, Arena *arena) {
    uint32_t *parent = arena_new_array(arena, uint32_t, map->objects.count + 1);
    ScopeObjectId *first = arena_new_array(arena, ScopeObjectId, map->program->functions.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) parent[id] = scope_find(map, id);
    for (uint32_t i = 1; i < map->operations.count; i++) {
        const ScopeOperation *operation = &map->operations.items[i];
        if (!call_graph_spawners(map->calls, operation->function).count) continue;
        if (operation->is_for_callers || operation->is_vague) continue;
        for (uint32_t k = 0; k < operation->count; k++) {
            ScopeObjectId object = map->operands.items[operation->first + k], *known = &first[operation->function];
            if (map->objects.items[object].is_leaf_lock) continue;
            if (!*known) *known = object;
            parent[root_of(parent, object)] = root_of(parent, *known);
        }
    }
    for (ScopeObjectId id = 1; id < map->objects.count; id++) parent[id] = root_of(parent, id);
    return parent;
}

static uint32_t *tie_by_relation(ScopeMap *map, ScopeOrder order, Arena *arena) {
    Build build = {.map = map, .arena = arena, .by_order = order == SCOPE_BY_ORDER};
    Graph graph = build_graph(&build);
    uint32_t *component = graph_components(&graph, UINT32_MAX, arena);
    uint32_t *tied = arena_new_array(arena, uint32_t, map->objects.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) tied[id] = component[vertex_of(&build, id)];
    return tied;
}

static uint32_t *tie_by_event(const ScopeMap *map, Arena *arena) {
    uint32_t *tied = arena_new_array(arena, uint32_t, map->objects.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) tied[id] = scope_find(map, id);
    return tied;
}

uint32_t *scope_find_parts(ScopeMap *map, ScopeOrder order, uint32_t *part_count, Arena *arena) {
    Arena *scratch = arena_create();
    const uint32_t *tied = order == SCOPE_BY_OBJECT ? tie_by_event(map, scratch)
                           : order == SCOPE_BY_TASK ? tie_by_task(map, scratch)
                                                    : tie_by_relation(map, order, scratch);
    uint32_t most = 0;
    for (ScopeObjectId id = 1; id < map->objects.count; id++) most = tied[id] > most ? tied[id] : most;
    uint32_t *part = arena_new_array(arena, uint32_t, map->objects.count + 1);
    uint32_t *number = arena_new_array(scratch, uint32_t, (size_t)most + 1);
    *part_count = 0;
    for (ScopeObjectId id = 1; id < map->objects.count; id++) {
        if (!number[tied[id]]) number[tied[id]] = ++*part_count;
        part[id] = number[tied[id]];
    }
    arena_destroy(scratch);
    return part;
}

// Backwards along the relation from "a task was started".
void scope_find_followers(ScopeMap *map) {
    Arena *scratch = arena_create();
    Build build = {.map = map, .arena = scratch, .by_order = true};
    Graph graph = build_graph(&build);
    for (uint32_t i = 0; i < build.links.count; i++) {
        Link *link = &build.links.items[i];
        *link = (Link){link->to, link->from};
    }
    Graph reversed = as_graph(&build, graph.count);
    bool *follows = arena_new_array(map->arena, bool, graph.count + 1);
    uint32_t *stack = arena_new_array(scratch, uint32_t, graph.count + 1), depth = 0;
    follows[stack[depth++] = build.spawned] = true;
    while (depth) {
        uint32_t at = stack[--depth];
        for (uint32_t i = reversed.start[at]; i < reversed.start[at + 1]; i++) {
            if (follows[reversed.edges[i]] || reversed.edges[i] < map->objects.count) continue;
            follows[stack[depth++] = reversed.edges[i]] = true;
        }
    }
    map->first_place = arena_new_array(map->arena, uint32_t, map->program->functions.count + 1);
    for (FunctionId id = 0; id < map->program->functions.count; id++) map->first_place[id] = build.first_place[id];
    map->follows_spawn = follows;
    arena_destroy(scratch);
}
