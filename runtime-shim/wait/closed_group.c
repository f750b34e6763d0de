// SPDX-License-Identifier: MIT
#include "wait/closed_group.h"

static bool can_go_on(const WaitNode *node) {
    return node->needs != NEEDS_MIRACLE && !node->is_blocked;
}

static bool may_be_woken(const WaitGraph *graph, const WaitNode *node, bool anyone) {
    if (node->needs == NEEDS_ANYONE) return anyone;
    for (uint32_t i = 0; i < node->count; i++)
        if (!can_go_on(&graph->nodes[graph->wakers[node->first + i]])) return false;
    return true;
}

static void find_blocked(WaitGraph *graph) {
    bool anyone = false, has_changed = true;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        WaitNode *node = &graph->nodes[i];
        node->is_blocked = node->needs == NEEDS_THOSE || node->needs == NEEDS_ANYONE;
        anyone |= node->needs == NEEDS_NOTHING;
    }
    while (has_changed) {
        has_changed = false;
        for (uint32_t i = 0; i < graph->node_count; i++) {
            WaitNode *node = &graph->nodes[i];
            if (!node->is_blocked || !may_be_woken(graph, node, anyone)) continue;
            node->is_blocked = false;
            anyone = has_changed = true;
        }
    }
}

static uint32_t group_of(const WaitGraph *graph, uint32_t index) {
    while (graph->nodes[index].group != index) index = graph->nodes[index].group;
    return index;
}

static void join_groups(WaitGraph *graph, uint32_t left, uint32_t right) {
    left = group_of(graph, left);
    right = group_of(graph, right);
    if (left < right)
        graph->nodes[right].group = left;
    else
        graph->nodes[left].group = right;
}

// Those that wait for anyone belong together: each might have woken the others.
static void find_groups(WaitGraph *graph) {
    uint32_t first_for_anyone = UINT32_MAX;
    for (uint32_t i = 0; i < graph->node_count; i++) graph->nodes[i].group = i;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        const WaitNode *node = &graph->nodes[i];
        if (!node->is_blocked) continue;
        graph->blocked_count++;
        if (node->needs == NEEDS_ANYONE) {
            if (first_for_anyone == UINT32_MAX) first_for_anyone = i;
            join_groups(graph, first_for_anyone, i);
        }
        for (uint32_t w = 0; w < node->count; w++) {
            uint32_t waker = graph->wakers[node->first + w];
            if (graph->nodes[waker].is_blocked) join_groups(graph, i, waker);
        }
    }
    for (uint32_t i = 0; i < graph->node_count; i++) graph->nodes[i].group = group_of(graph, i);
}

void wait_graph_solve(WaitGraph *graph) {
    graph->blocked_count = 0;
    find_blocked(graph);
    find_groups(graph);
    graph->is_total = graph->blocked_count != 0;
    for (uint32_t i = 0; i < graph->node_count; i++)
        if (can_go_on(&graph->nodes[i])) graph->is_total = false;
}

// Among several holders any blocked one keeps the waiter blocked: the first is followed.
static uint32_t next_of(const WaitGraph *graph, uint32_t index) {
    const WaitNode *node = &graph->nodes[index];
    for (uint32_t i = 0; node->needs == NEEDS_THOSE && i < node->count; i++)
        if (graph->nodes[graph->wakers[node->first + i]].is_blocked) return graph->wakers[node->first + i];
    return UINT32_MAX;
}

uint32_t wait_graph_cycle(WaitGraph *graph, uint32_t start, uint32_t *path, uint32_t limit) {
    for (uint32_t i = 0; i < graph->node_count; i++) graph->nodes[i].visited = 0;
    uint32_t at = start, step = 0, length = 0;
    while (at != UINT32_MAX && !graph->nodes[at].visited) {
        graph->nodes[at].visited = ++step;
        at = next_of(graph, at);
    }
    if (at == UINT32_MAX) return 0;
    for (uint32_t first = at; length == 0 || at != first; at = next_of(graph, at)) {
        if (length == limit) return 0;
        path[length++] = at;
    }
    return length;
}
