// SPDX-License-Identifier: MIT
#include "link/graph_walk.h"

typedef struct Walk {
    const Graph *graph;
    uint32_t *stack, *edge; // path of the depth-first search and the next edge of each vertex on it
    uint32_t depth;
    uint32_t *index, *low, *component, *open; // Tarjan's numbers and his second stack
    uint32_t open_count, next_index, next_component;
} Walk;

static void enter(Walk *walk, uint32_t vertex) {
    walk->index[vertex] = walk->low[vertex] = ++walk->next_index;
    walk->open[walk->open_count++] = vertex;
    walk->edge[walk->depth] = walk->graph->start[vertex];
    walk->stack[walk->depth++] = vertex;
}

static void leave(Walk *walk, uint32_t vertex) {
    walk->depth--;
    if (walk->depth) {
        uint32_t parent = walk->stack[walk->depth - 1];
        if (walk->low[vertex] < walk->low[parent]) walk->low[parent] = walk->low[vertex];
    }
    if (walk->low[vertex] != walk->index[vertex]) return;
    walk->next_component++;
    uint32_t member;
    do {
        member = walk->open[--walk->open_count];
        walk->component[member] = walk->next_component;
    } while (member != vertex);
}

static void search(Walk *walk, uint32_t root) {
    enter(walk, root);
    while (walk->depth) {
        uint32_t vertex = walk->stack[walk->depth - 1];
        uint32_t at = walk->edge[walk->depth - 1];
        if (at == walk->graph->start[vertex + 1]) {
            leave(walk, vertex);
            continue;
        }
        walk->edge[walk->depth - 1]++;
        uint32_t target = walk->graph->edges[at];
        if (!walk->index[target])
            enter(walk, target);
        else if (!walk->component[target] && walk->index[target] < walk->low[vertex])
            walk->low[vertex] = walk->index[target];
    }
}

uint32_t *graph_components(const Graph *graph, uint32_t root, Arena *arena) {
    uint32_t *memory = arena_new_array(arena, uint32_t, (graph->count + 1) * 6);
    uint32_t size = graph->count + 1;
    Walk walk = {.graph = graph,
                 .stack = memory,
                 .edge = memory + size,
                 .index = memory + 2 * size,
                 .low = memory + 3 * size,
                 .open = memory + 4 * size,
                 .component = memory + 5 * size};
    if (root != UINT32_MAX) {
        search(&walk, root);
        return walk.component;
    }
    for (uint32_t vertex = 0; vertex < graph->count; vertex++)
        if (!walk.index[vertex]) search(&walk, vertex);
    return walk.component;
}

uint32_t *graph_reverse_postorder(const Graph *graph, uint32_t root, Arena *arena, uint32_t *count) {
    uint32_t size = graph->count + 1;
    uint32_t *memory = arena_new_array(arena, uint32_t, size * 3);
    uint32_t *order = memory, *stack = memory + size, *edge = memory + 2 * size;
    bool *is_seen = arena_new_array(arena, bool, size);
    uint32_t depth = 0, left = graph->count;
    stack[depth] = root;
    edge[depth++] = graph->start[root];
    is_seen[root] = true;
    while (depth) {
        uint32_t vertex = stack[depth - 1];
        if (edge[depth - 1] == graph->start[vertex + 1]) {
            order[--left] = vertex;
            depth--;
            continue;
        }
        uint32_t target = graph->edges[edge[depth - 1]++];
        if (is_seen[target]) continue;
        is_seen[target] = true;
        stack[depth] = target;
        edge[depth++] = graph->start[target];
    }
    *count = graph->count - left;
    return order + left;
}

static uint32_t meet(const uint32_t *dominator, const uint32_t *rank, uint32_t left, uint32_t right) {
    while (left != right) {
        while (rank[left] > rank[right]) left = dominator[left];
        while (rank[right] > rank[left]) right = dominator[right];
    }
    return left;
}

void graph_dominators(const Graph *predecessors, const uint32_t *order, uint32_t order_count, uint32_t *dominator,
                      Arena *arena) {
    uint32_t *rank = arena_new_array(arena, uint32_t, predecessors->count + 1); // from 1; 0: not in the order
    bool *is_known = arena_new_array(arena, bool, predecessors->count + 1);
    for (uint32_t i = 0; i < order_count; i++) rank[order[i]] = i + 1;
    if (!order_count) return;
    dominator[order[0]] = order[0];
    is_known[order[0]] = true;
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 1; i < order_count; i++) {
            uint32_t vertex = order[i], best = 0;
            bool has_best = false;
            for (uint32_t k = predecessors->start[vertex]; k < predecessors->start[vertex + 1]; k++) {
                uint32_t before = predecessors->edges[k];
                if (!rank[before] || !is_known[before]) continue;
                best = has_best ? meet(dominator, rank, best, before) : before;
                has_best = true;
            }
            if (!has_best || (is_known[vertex] && dominator[vertex] == best)) continue;
            dominator[vertex] = best;
            is_known[vertex] = is_changed = true;
        }
    }
    dominator[order[0]] = 0;
}
