// SPDX-License-Identifier: MIT
// Lock-order cycles: a graph whose vertices are locks and whose edges say that one was held while another was waited
// for. A cycle counts when different tasks can be at its edges at one time and no lock keeps them apart.
#include "locksets/analysis.h"

#include "link/graph_walk.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_TARGETS = 4,         // objects that one edge's end may be; beyond that it says nothing
    MOST_CYCLE = 8,           // locks in one cycle
    MOST_PER_PAIR = 64,       // edges between two locks
    MOST_SEARCH_STEPS = 20000 // per cycle's start
};

typedef struct LockEdge {
    uint32_t from, to; // locks
    const SettledEdge *edge;
} LockEdge;

typedef struct OrderGraph {
    LockAnalysis *analysis;
    PairMap numbers; // pointee to lock number, from 1
    PairMap told;    // orders of two locks that some cycle tells
    PairMap kinds;   // place of an allocation to the site that stands for all of its objects
    uint32_t lock_count;
    ARRAY(Pointee) locks;
    ARRAY(LockEdge) edges; // sorted by from, to
    uint32_t *start;       // per lock
    uint32_t *component;
    ARRAY(CyclePart) parts;
    ARRAY(LockCycle) cycles;
} OrderGraph;

// Locks of many objects that one place allocates are one vertex, whoever called for the object.
static SiteId kind_of_site(OrderGraph *graph, SiteId id) {
    const PointsTo *points_to = graph->analysis->points_to;
    const Site *site = points_to_site(points_to, id);
    if (site->is_single || (site->kind != SITE_HEAP && site->kind != SITE_OBJECT)) return id;
    bool is_new;
    uint64_t place = (uint64_t)site->function << 32 | site->node;
    uint32_t *slot = pair_map_slot(&graph->kinds, graph->analysis->arena, place, 0, &is_new);
    if (is_new) *slot = id;
    return *slot;
}

static uint32_t lock_number(OrderGraph *graph, Pointee lock) {
    bool is_new;
    lock.site = kind_of_site(graph, lock.site);
    uint32_t *slot = pair_map_slot(&graph->numbers, graph->analysis->arena, lock.site, (uint64_t)lock.offset, &is_new);
    if (!is_new) return *slot;
    *slot = ++graph->lock_count;
    array_push(&graph->locks, graph->analysis->arena, lock);
    return graph->lock_count;
}

static int compare_edges(const void *left, const void *right) {
    const LockEdge *a = left, *b = right;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    return a->edge < b->edge ? -1 : a->edge > b->edge; // all in one array, in order of finding
}

static void add_edges(OrderGraph *graph, const SettledEdge *edge) {
    if (chain_is_vague(graph->analysis, edge->held_site) || chain_is_vague(graph->analysis, edge->site)) return;
    if (edge->held.count > MOST_TARGETS || edge->acquired.count > MOST_TARGETS) return;
    for (uint32_t i = 0; i < edge->held.count; i++) {
        for (uint32_t k = 0; k < edge->acquired.count; k++) {
            if (edge->held.items[i].offset < 0 || edge->acquired.items[k].offset < 0) continue;
            uint32_t from = lock_number(graph, edge->held.items[i]), to = lock_number(graph, edge->acquired.items[k]);
            if (from != to) array_push(&graph->edges, graph->analysis->arena, (LockEdge){from, to, edge});
        }
    }
}

static void build(OrderGraph *graph) {
    Arena *arena = graph->analysis->arena;
    for (uint32_t i = 0; i < graph->analysis->edges.count; i++) add_edges(graph, &graph->analysis->edges.items[i]);
    if (graph->edges.count > 1) qsort(graph->edges.items, graph->edges.count, sizeof(LockEdge), compare_edges);
    graph->start = arena_new_array(arena, uint32_t, graph->lock_count + 3);
    uint32_t *targets = arena_new_array(arena, uint32_t, graph->edges.count + 1);
    for (uint32_t i = 0; i < graph->edges.count; i++) {
        graph->start[graph->edges.items[i].from + 1]++;
        targets[i] = graph->edges.items[i].to;
    }
    for (uint32_t i = 0; i <= graph->lock_count; i++) graph->start[i + 1] += graph->start[i];
    Graph whole = {graph->lock_count + 1, graph->start, targets};
    graph->component = graph_components(&whole, UINT32_MAX, arena);
}

// ---- whether the edges of a cycle can be at one time

static bool has_pointee(const Pointee *items, uint32_t count, Pointee item) {
    for (uint32_t i = 0; i < count; i++)
        if (items[i].site == item.site && items[i].offset == item.offset) return true;
    return false;
}

static bool has_common_gate(const OrderGraph *graph, const SettledEdge *a, const SettledEdge *b) {
    const PointeeSet *outer = graph->analysis->entry_locks;
    for (uint32_t i = 0; i < a->gate_count; i++)
        if (has_pointee(b->gates, b->gate_count, a->gates[i]) ||
            has_pointee(outer[b->function].items, outer[b->function].count, a->gates[i]))
            return true;
    for (uint32_t i = 0; i < outer[a->function].count; i++) {
        Pointee gate = outer[a->function].items[i];
        if (has_pointee(b->gates, b->gate_count, gate) ||
            has_pointee(outer[b->function].items, outer[b->function].count, gate))
            return true;
    }
    return false;
}

static bool excludes(const LockEdge *waiting, const LockEdge *holding) {
    return waiting->edge->acquired_mode == LOCK_EXCLUSIVE || holding->edge->held_mode == LOCK_EXCLUSIVE;
}

typedef struct Search {
    OrderGraph *graph;
    const LockEdge *edges[MOST_CYCLE];
    TaskClassId tasks[MOST_CYCLE];
    uint32_t length, first, steps;
} Search;

static CallSite site_of(const LockEdge *edge) {
    return (CallSite){edge->edge->site->function, edge->edge->site->node};
}

static bool may_be_together(const Search *search, const LockEdge *edge, TaskClassId task) {
    const LockAnalysis *analysis = search->graph->analysis;
    for (uint32_t i = 0; i < search->length; i++) {
        const LockEdge *other = search->edges[i];
        if (has_common_gate(search->graph, other->edge, edge->edge)) return false;
        if (!conditions_agree(analysis->terms, &other->edge->conditions, &edge->edge->conditions)) return false;
        if (!parallel_may_happen(analysis->parallel, search->tasks[i], site_of(other), task, site_of(edge)))
            return false;
    }
    return true;
}

// Each order of two locks is told in one cycle, the shortest.
static bool is_told(Search *search) {
    OrderGraph *graph = search->graph;
    for (uint32_t i = 0; i < search->length; i++)
        if (pair_map_get(&graph->told, search->edges[i]->from, search->edges[i]->to, 0)) return true;
    for (uint32_t i = 0; i < search->length; i++)
        *pair_map_slot(&graph->told, graph->analysis->arena, search->edges[i]->from, search->edges[i]->to, NULL) = 1;
    return false;
}

static void keep_cycle(Search *search) {
    if (is_told(search)) return;
    OrderGraph *graph = search->graph;
    Arena *arena = graph->analysis->arena;
    CyclePart *parts = arena_new_array(arena, CyclePart, search->length);
    for (uint32_t i = 0; i < search->length; i++) {
        const LockEdge *edge = search->edges[i];
        PointeeSet held = {.items = &graph->locks.items[edge->from - 1], .count = 1};
        PointeeSet acquired = {.items = &graph->locks.items[edge->to - 1], .count = 1};
        parts[i] = (CyclePart){.task = search->tasks[i],
                               .function = edge->edge->function,
                               .held_site = edge->edge->held_site,
                               .site = edge->edge->site,
                               .held = held,
                               .acquired = acquired,
                               .held_mode = edge->edge->held_mode,
                               .acquired_mode = edge->edge->acquired_mode};
    }
    array_push(&graph->cycles, arena, (LockCycle){parts, search->length});
}

static bool is_visited(const Search *search, uint32_t lock) {
    for (uint32_t i = 1; i < search->length; i++)
        if (search->edges[i]->from == lock) return true;
    return false;
}

static bool extend(Search *search, uint32_t lock, uint32_t length);

static bool try_edge(Search *search, const LockEdge *edge, uint32_t length) {
    const OrderGraph *graph = search->graph;
    if (search->length && !excludes(search->edges[search->length - 1], edge)) return false;
    TaskClassList tasks = task_tree_runners(graph->analysis->tasks, edge->edge->function);
    for (uint32_t i = 0; i < tasks.count; i++) {
        if (++search->steps > MOST_SEARCH_STEPS) return false;
        if (!may_be_together(search, edge, tasks.items[i])) continue;
        search->edges[search->length] = edge;
        search->tasks[search->length++] = tasks.items[i];
        if (extend(search, edge->to, length)) return true;
        search->length--;
    }
    return false;
}

// Depth first, to cycles of exactly this length; a cycle begins at its lowest lock.
static bool extend(Search *search, uint32_t lock, uint32_t length) {
    const OrderGraph *graph = search->graph;
    if (search->length == length) return lock == search->first && excludes(search->edges[length - 1], search->edges[0]);
    if (search->length && (lock <= search->first || is_visited(search, lock))) return false;
    uint32_t per_pair = 0;
    for (uint32_t i = graph->start[lock]; i < graph->start[lock + 1]; i++) {
        const LockEdge *edge = &graph->edges.items[i];
        bool is_new_pair = i == graph->start[lock] || graph->edges.items[i - 1].to != edge->to;
        per_pair = is_new_pair ? 0 : per_pair + 1;
        bool is_inside = graph->component[edge->to] == graph->component[lock];
        bool closes = edge->to == search->first && search->length + 1 == length;
        if (!is_inside || per_pair >= MOST_PER_PAIR || (search->length + 1 == length) != closes) continue;
        if (try_edge(search, edge, length)) return true;
    }
    return false;
}

static void find_from(OrderGraph *graph, uint32_t lock, uint32_t length) {
    Search search = {.graph = graph, .first = lock};
    // Every way on from the first lock is a cycle of its own.
    for (uint32_t i = graph->start[lock]; i < graph->start[lock + 1]; i++) {
        const LockEdge *edge = &graph->edges.items[i];
        if (graph->component[edge->to] != graph->component[lock] || edge->to < lock) continue;
        bool is_known = i > graph->start[lock] && graph->edges.items[i - 1].to == edge->to && search.length;
        if (is_known) continue; // this pair has given its cycle
        search.length = 0;
        if (try_edge(&search, edge, length)) keep_cycle(&search);
    }
}

void order_find_cycles(LockAnalysis *analysis) {
    OrderGraph graph = {.analysis = analysis};
    build(&graph);
    for (uint32_t length = 2; length <= MOST_CYCLE && graph.lock_count; length++)
        for (uint32_t lock = 1; lock <= graph.lock_count; lock++) find_from(&graph, lock, length);
    analysis->result->cycles = graph.cycles.items;
    analysis->result->cycle_count = graph.cycles.count;
    analysis->result->statistics.edges = graph.edges.count;
    analysis->result->statistics.locks = graph.lock_count;
}
