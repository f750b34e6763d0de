// SPDX-License-Identifier: MIT
// Where to go from a node that does not matter is the same in every slice: the steps of a function are a tree with its
// exit as the root. The next relevant node is the nearest relevant one on the way to the root. The tree is cut into
// chains, a logarithm of them on each way (heavy paths; Sleator, Tarjan 1983), laid out one after another; within a
// chain the nearest one is found by bisection, and sums along it tell whether others may run on the way.
#include "link/relevance_state.h"

#include <stdlib.h>

enum { LARGE = 128 }; // nodes; in smaller functions going step by step is as fast

typedef struct StepTree {
    uint32_t *place;     // per node; NULL: the steps run in a circle somewhere
    NodeId *node_at;     // per place
    uint32_t *chain_end; // per place: one past the last place of its chain
    uint32_t *crossings; // per place: nodes at earlier places at which other tasks may run
} StepTree;

typedef struct Forest {
    uint32_t count; // of nodes, with slot 0 for the exit
    NodeId *parent, *heavy;
    uint32_t *children, *size;
} Forest;

void relevance_find_trees(Relevance *slice) {
    slice->trees = arena_new_array(slice->arena, StepTree *, slice->program->functions.count + 1);
}

static Forest gather_steps(Relevance *slice, FunctionId id, Arena *scratch) {
    uint32_t count = program_function(slice->program, id)->node_count;
    Forest forest = {.count = count};
    forest.parent = arena_new_array(scratch, NodeId, count);
    forest.heavy = arena_new_array(scratch, NodeId, count);
    forest.children = arena_new_array(scratch, uint32_t, count);
    forest.size = arena_new_array(scratch, uint32_t, count);
    for (NodeId at = 1; at < count; at++) {
        forest.parent[at] = relevance_step(slice, id, at);
        forest.children[forest.parent[at]]++;
    }
    return forest;
}

// From the leaves up; false when not all nodes lead to the exit.
static bool find_heavy(Forest *forest, Arena *scratch) {
    NodeId *ready = arena_new_array(scratch, NodeId, forest->count);
    uint32_t *open = arena_new_array(scratch, uint32_t, forest->count);
    uint32_t count = 0;
    for (NodeId at = 1; at < forest->count; at++) {
        open[at] = forest->children[at];
        if (!open[at]) ready[count++] = at;
    }
    for (uint32_t i = 0; i < count; i++) {
        NodeId at = ready[i], parent = forest->parent[at];
        forest->size[at]++;
        if (!parent) continue;
        forest->size[parent] += forest->size[at];
        NodeId *heavy = &forest->heavy[parent];
        if (!*heavy || forest->size[at] > forest->size[*heavy]) *heavy = at;
        if (!--open[parent]) ready[count++] = parent;
    }
    return count + 1 == forest->count;
}

static void lay_out(Relevance *slice, FunctionId id, const Forest *forest, StepTree *tree) {
    uint32_t next = 0;
    tree->place = arena_new_array(slice->arena, uint32_t, forest->count);
    tree->node_at = arena_new_array(slice->arena, NodeId, forest->count);
    tree->chain_end = arena_new_array(slice->arena, uint32_t, forest->count);
    tree->crossings = arena_new_array(slice->arena, uint32_t, forest->count + 1);
    for (NodeId leaf = 1; leaf < forest->count; leaf++) {
        if (forest->children[leaf]) continue;
        uint32_t first = next;
        NodeId before = 0;
        for (NodeId at = leaf; at && (at == leaf || forest->heavy[at] == before); at = forest->parent[at]) {
            tree->place[at] = next;
            tree->node_at[next] = before = at;
            tree->crossings[next + 1] = tree->crossings[next] + relevance_may_switch(slice, id, at);
            next++;
        }
        for (uint32_t i = first; i < next; i++) tree->chain_end[i] = next;
    }
}

static StepTree *make_tree(Relevance *slice, FunctionId id) {
    StepTree *tree = arena_new(slice->arena, StepTree);
    Arena *scratch = arena_create();
    Forest forest = gather_steps(slice, id, scratch);
    if (find_heavy(&forest, scratch)) lay_out(slice, id, &forest, tree);
    arena_destroy(scratch);
    return tree;
}

bool relevance_steps_far(Relevance *slice, FunctionId function) {
    if (!slice->trees || program_function(slice->program, function)->node_count < LARGE) return false;
    if (!slice->trees[function]) slice->trees[function] = make_tree(slice, function);
    return slice->trees[function]->place != NULL;
}

static int compare(const void *left, const void *right) {
    const uint32_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

// The places of the relevant nodes, ascending.
static const uint32_t *places_of(Relevance *slice, FunctionId id, uint32_t *count) {
    NodeList nodes = relevance_nodes(slice, id);
    RelevantNodes *relevant = &slice->relevant[id];
    *count = nodes.count;
    if (relevant->places) return relevant->places;
    relevant->places = arena_new_array(slice->scratch, uint32_t, nodes.count + 1);
    for (uint32_t i = 0; i < nodes.count; i++) relevant->places[i] = slice->trees[id]->place[nodes.items[i]];
    if (nodes.count > 1) qsort(relevant->places, nodes.count, sizeof(uint32_t), compare);
    return relevant->places;
}

static uint32_t lower_bound(const uint32_t *places, uint32_t count, uint32_t place) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (places[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static NodeId walk(Relevance *slice, FunctionId id, NodeId at, bool *crosses) {
    const StepTree *tree = slice->trees[id];
    uint32_t count;
    const uint32_t *places = places_of(slice, id, &count);
    while (at) {
        uint32_t here = tree->place[at], end = tree->chain_end[here];
        uint32_t found = lower_bound(places, count, here);
        bool is_found = found < count && places[found] < end;
        *crosses |= tree->crossings[is_found ? places[found] : end] > tree->crossings[here];
        at = is_found ? tree->node_at[places[found]] : relevance_step(slice, id, tree->node_at[end - 1]);
        if (is_found) break;
    }
    return at;
}

NodeId relevance_step_far(Relevance *slice, FunctionId function, NodeId node) {
    bool crosses = false;
    return walk(slice, function, node, &crosses);
}

bool relevance_crosses_far(Relevance *slice, FunctionId function, NodeId node) {
    bool crosses = false;
    walk(slice, function, node, &crosses);
    return crosses;
}
