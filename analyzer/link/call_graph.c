// SPDX-License-Identifier: MIT
#include "link/call_graph.h"

#include "link/graph_walk.h"

#include <stdlib.h>
#include <string.h>

typedef struct Entry {
    FunctionId callee;
    CallSite site;
    bool is_spawn;
} Entry;

struct CallGraph {
    uint32_t count; // functions, including slot 0
    uint32_t *caller_start, *spawner_start, *callee_start, *spawned_start;
    CallSite *callers, *spawners;
    FunctionId *callees, *spawned, *bottom_up;
    bool *is_recursive;
    Arena *arena;
};

typedef struct Entries {
    ARRAY(Entry) list;
} Entries;

static void collect(const Program *program, const PointsTo *points_to, Arena *arena, Entries *entries) {
    for (FunctionId caller = 1; caller < program->functions.count; caller++) {
        const Function *function = program_function(program, caller);
        for (NodeId id = 1; id < function->node_count; id++) {
            const Node *node = &function->nodes[id];
            const Api *api = node->kind == NODE_EVENT ? program_api(program, node->api) : NULL;
            bool is_spawn = api && api->event == EVENT_SPAWN;
            if (node->kind != NODE_CALL && !is_spawn && !(api && api_runs_functions(api))) continue;
            FunctionSet callees = points_to_callees(points_to, caller, id);
            for (uint32_t i = 0; i < callees.count; i++)
                array_push(&entries->list, arena, (Entry){callees.items[i], {caller, id}, is_spawn});
        }
    }
}

// Call sites by callee, in rows; the order within a row is that of the program.
static void sort_by_callee(CallGraph *graph, const Entries *entries, bool is_spawn, uint32_t **start,
                           CallSite **sites) {
    *start = arena_new_array(graph->arena, uint32_t, graph->count + 2);
    *sites = arena_new_array(graph->arena, CallSite, entries->list.count + 1);
    for (uint32_t i = 0; i < entries->list.count; i++)
        if (entries->list.items[i].is_spawn == is_spawn) (*start)[entries->list.items[i].callee + 1]++;
    for (FunctionId id = 0; id < graph->count; id++) (*start)[id + 1] += (*start)[id];
    uint32_t *fill = arena_new_array(graph->arena, uint32_t, graph->count + 1);
    memcpy(fill, *start, graph->count * sizeof *fill);
    for (uint32_t i = 0; i < entries->list.count; i++) {
        const Entry *entry = &entries->list.items[i];
        if (entry->is_spawn == is_spawn) (*sites)[fill[entry->callee]++] = entry->site;
    }
}

static int compare_functions(const void *left, const void *right) {
    FunctionId a = *(const FunctionId *)left, b = *(const FunctionId *)right;
    return a < b ? -1 : a > b;
}

static void sort_by_caller(CallGraph *graph, const Entries *entries, bool is_spawn, uint32_t **start_of,
                           FunctionId **functions) {
    uint32_t *start = *start_of = arena_new_array(graph->arena, uint32_t, graph->count + 2);
    FunctionId *callees = *functions = arena_new_array(graph->arena, FunctionId, entries->list.count + 1);
    uint32_t at = 0, filled = 0;
    for (FunctionId caller = 0; caller < graph->count; caller++) { // entries come ordered by caller
        uint32_t first = start[caller] = filled;
        for (; at < entries->list.count && entries->list.items[at].site.function == caller; at++)
            if (entries->list.items[at].is_spawn == is_spawn) callees[filled++] = entries->list.items[at].callee;
        if (filled - first > 1) qsort(callees + first, filled - first, sizeof(FunctionId), compare_functions);
        uint32_t kept = first;
        for (uint32_t i = first; i < filled; i++)
            if (i == first || callees[i] != callees[kept - 1]) callees[kept++] = callees[i];
        filled = kept;
    }
    start[graph->count] = filled;
}

static void find_recursion(CallGraph *graph) {
    Graph calls = {graph->count, graph->callee_start, graph->callees};
    uint32_t *component = graph_components(&calls, UINT32_MAX, graph->arena);
    uint32_t *size = arena_new_array(graph->arena, uint32_t, graph->count + 2);
    graph->is_recursive = arena_new_array(graph->arena, bool, graph->count + 1);
    graph->bottom_up = arena_new_array(graph->arena, FunctionId, graph->count + 1);
    for (FunctionId id = 0; id < graph->count; id++) size[component[id]]++;
    for (FunctionId id = 1; id < graph->count; id++) {
        FunctionList callees = call_graph_callees(graph, id);
        graph->is_recursive[id] = size[component[id]] > 1;
        for (uint32_t i = 0; i < callees.count; i++) graph->is_recursive[id] |= callees.items[i] == id;
    }
    // Tarjan numbers components callees first: a counting sort by number is the order.
    uint32_t *start = arena_new_array(graph->arena, uint32_t, graph->count + 3);
    for (FunctionId id = 1; id < graph->count; id++) start[component[id] + 1]++;
    for (uint32_t i = 0; i <= graph->count; i++) start[i + 1] += start[i];
    for (FunctionId id = 1; id < graph->count; id++) graph->bottom_up[start[component[id]]++] = id;
}

CallGraph *call_graph_build(const Program *program, const PointsTo *points_to, Arena *arena) {
    CallGraph *graph = arena_new(arena, CallGraph);
    graph->arena = arena;
    graph->count = program->functions.count;
    Entries entries = {0};
    collect(program, points_to, arena, &entries);
    sort_by_callee(graph, &entries, false, &graph->caller_start, &graph->callers);
    sort_by_callee(graph, &entries, true, &graph->spawner_start, &graph->spawners);
    sort_by_caller(graph, &entries, false, &graph->callee_start, &graph->callees);
    sort_by_caller(graph, &entries, true, &graph->spawned_start, &graph->spawned);
    find_recursion(graph);
    return graph;
}

CallSiteList call_graph_callers(const CallGraph *graph, FunctionId function) {
    uint32_t first = graph->caller_start[function];
    return (CallSiteList){graph->callers + first, graph->caller_start[function + 1] - first};
}

CallSiteList call_graph_spawners(const CallGraph *graph, FunctionId function) {
    uint32_t first = graph->spawner_start[function];
    return (CallSiteList){graph->spawners + first, graph->spawner_start[function + 1] - first};
}

FunctionList call_graph_callees(const CallGraph *graph, FunctionId function) {
    uint32_t first = graph->callee_start[function];
    return (FunctionList){graph->callees + first, graph->callee_start[function + 1] - first};
}

FunctionList call_graph_spawned(const CallGraph *graph, FunctionId function) {
    uint32_t first = graph->spawned_start[function];
    return (FunctionList){graph->spawned + first, graph->spawned_start[function + 1] - first};
}

bool call_graph_is_recursive(const CallGraph *graph, FunctionId function) {
    return graph->is_recursive[function];
}

FunctionList call_graph_bottom_up(const CallGraph *graph) {
    return (FunctionList){graph->bottom_up, graph->count - 1};
}

void call_graph_mark_reached(const CallGraph *graph, FunctionId from, bool *is_reached) {
    FunctionId *stack = arena_new_array(graph->arena, FunctionId, graph->count + 1);
    uint32_t depth = 0;
    bool *is_seen = arena_new_array(graph->arena, bool, graph->count + 1);
    is_seen[from] = true;
    stack[depth++] = from;
    while (depth) {
        FunctionId function = stack[--depth];
        is_reached[function] = true;
        FunctionList callees = call_graph_callees(graph, function);
        for (uint32_t i = 0; i < callees.count; i++) {
            if (is_seen[callees.items[i]]) continue;
            is_seen[callees.items[i]] = true;
            stack[depth++] = callees.items[i];
        }
    }
}

static void push_new(FunctionList functions, bool *is_marked, FunctionId *stack, uint32_t *depth) {
    for (uint32_t i = 0; i < functions.count; i++) {
        if (is_marked[functions.items[i]]) continue;
        is_marked[functions.items[i]] = true;
        stack[(*depth)++] = functions.items[i];
    }
}

void call_graph_spread(const CallGraph *graph, bool *is_marked, Arena *scratch) {
    FunctionId *stack = arena_new_array(scratch, FunctionId, graph->count + 1);
    uint32_t depth = 0;
    for (FunctionId id = 1; id < graph->count; id++)
        if (is_marked[id]) stack[depth++] = id;
    while (depth) {
        FunctionId id = stack[--depth];
        push_new(call_graph_callees(graph, id), is_marked, stack, &depth);
        push_new(call_graph_spawned(graph, id), is_marked, stack, &depth);
    }
}
