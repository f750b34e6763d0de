// SPDX-License-Identifier: MIT
#include "link/control_flow.h"

#include "link/graph_walk.h"

#include <string.h>

uint32_t control_flow_way_count(const Node *node) {
    if (node->kind == NODE_SWITCH) return node->case_count + 1;
    return node->kind == NODE_BRANCH ? 2 : 1;
}

NodeId control_flow_way(const Node *node, uint32_t index) {
    if (node->kind == NODE_RETURN) return 0;
    if (node->kind == NODE_SWITCH) return index < node->case_count ? node->cases[index].next : node->otherwise;
    return index ? node->otherwise : node->next;
}

// Edges in compressed rows, each once: start has node_count + 1 entries.
static void build_successors(ControlFlow *flow, const Function *function, const bool *is_cut, Arena *arena) {
    NodeId *last = arena_new_array(arena, NodeId, function->node_count + 1); // the node an edge to it last came from
    ARRAY(NodeId) edges = {0};
    for (NodeId node = 1; node < function->node_count; node++) {
        uint32_t first = flow->successor_start[node] = edges.count;
        if (is_cut && is_cut[node]) continue;
        uint32_t ways = control_flow_way_count(&function->nodes[node]);
        for (uint32_t i = 0; i < ways; i++) {
            NodeId successor = control_flow_way(&function->nodes[node], i);
            if (last[successor] == node || (is_cut && successor && is_cut[successor])) continue;
            last[successor] = node;
            array_push(&edges, arena, successor);
        }
        if (edges.count == first) array_push(&edges, arena, 0);
    }
    flow->successor_start[flow->node_count] = edges.count;
    flow->successors = edges.items;
}

static void reverse_edges(ControlFlow *flow, Arena *arena) {
    uint32_t count = flow->node_count, edges = flow->successor_start[count];
    flow->predecessor_start = arena_new_array(arena, uint32_t, count + 2);
    flow->predecessors = arena_new_array(arena, NodeId, edges + 1);
    uint32_t *start = flow->predecessor_start;
    for (uint32_t i = 0; i < edges; i++) start[flow->successors[i] + 1]++;
    for (NodeId node = 0; node < count; node++) start[node + 1] += start[node];
    uint32_t *fill = arena_new_array(arena, uint32_t, count + 1);
    memcpy(fill, start, count * sizeof *fill);
    for (NodeId node = 1; node < count; node++)
        for (uint32_t i = flow->successor_start[node]; i < flow->successor_start[node + 1]; i++)
            flow->predecessors[fill[flow->successors[i]]++] = node;
}

static void mark_cycles(ControlFlow *flow, NodeId entry, Arena *arena) {
    Graph graph = {flow->node_count, flow->successor_start, flow->successors};
    uint32_t *component = flow->component = graph_components(&graph, entry, arena);
    uint32_t *size = arena_new_array(arena, uint32_t, flow->node_count + 1);
    bool *has_exit = arena_new_array(arena, bool, flow->node_count + 1);
    for (NodeId node = 1; node < flow->node_count; node++) size[component[node]]++;
    for (NodeId node = 1; node < flow->node_count; node++) {
        flow->is_reachable[node] = component[node] != 0;
        for (uint32_t i = flow->successor_start[node]; i < flow->successor_start[node + 1]; i++) {
            NodeId successor = flow->successors[i];
            if (component[successor] != component[node]) has_exit[component[node]] = true;
            if (successor == node) flow->is_on_cycle[node] = true;
        }
        if (component[node] && size[component[node]] > 1) flow->is_on_cycle[node] = true;
    }
    for (NodeId node = 1; node < flow->node_count; node++)
        flow->is_endless[node] = flow->is_on_cycle[node] && !has_exit[component[node]];
}

ControlFlow *control_flow_find_cycles(const Function *function, const bool *is_cut, Arena *arena) {
    ControlFlow *flow = arena_new(arena, ControlFlow);
    uint32_t count = flow->node_count = function->node_count ? function->node_count : 1;
    flow->is_reachable = arena_new_array(arena, bool, count + 1);
    flow->is_on_cycle = arena_new_array(arena, bool, count + 1);
    flow->is_endless = arena_new_array(arena, bool, count + 1);
    flow->successor_start = arena_new_array(arena, uint32_t, count + 2);
    if (function->node_count) build_successors(flow, function, is_cut, arena);
    mark_cycles(flow, function->entry, arena);
    return flow;
}

// Endless cycles get an edge to the exit: the edge lists are rebuilt with it.
static void open_endless_cycles(ControlFlow *flow, const Function *function, Arena *arena) {
    const uint32_t *component = flow->component;
    NodeId *opened = arena_new_array(arena, NodeId, flow->node_count + 1); // per component
    bool any = false;
    for (int pass = 0; pass < 2; pass++)
        for (NodeId node = 1; node < flow->node_count; node++)
            if (flow->is_endless[node] && !opened[component[node]] && (pass || function->nodes[node].is_loop_head)) {
                opened[component[node]] = node;
                any = true;
            }
    if (!any) return;
    uint32_t *start = arena_new_array(arena, uint32_t, flow->node_count + 2);
    ARRAY(NodeId) edges = {0};
    for (NodeId node = 1; node < flow->node_count; node++) {
        start[node] = edges.count;
        for (uint32_t i = flow->successor_start[node]; i < flow->successor_start[node + 1]; i++)
            array_push(&edges, arena, flow->successors[i]);
        if (flow->is_endless[node] && opened[component[node]] == node) array_push(&edges, arena, 0);
    }
    start[flow->node_count] = edges.count;
    flow->successor_start = start;
    flow->successors = edges.items;
}

// `rank` is the place in the reverse postorder, in which dominators come first: the climb ends early.
static bool dominates(const ControlFlow *flow, const uint32_t *rank, NodeId above, NodeId node) {
    while (node && rank[node] > rank[above]) node = flow->dominator[node];
    return node == above;
}

// Natural loops: for a back edge to `head`, all nodes that reach its source without passing the head.
// Heads are visited in dominator order, inner loops last, so the innermost head stays.
static void find_loops(ControlFlow *flow, const uint32_t *order, uint32_t order_count, Arena *arena) {
    NodeId *stack = arena_new_array(arena, NodeId, flow->node_count + 1);
    uint32_t *rank = arena_new_array(arena, uint32_t, flow->node_count + 1);
    for (uint32_t at = 0; at < order_count; at++) rank[order[at]] = at;
    for (uint32_t at = 0; at < order_count; at++) {
        NodeId head = order[at];
        uint32_t depth = 0;
        for (uint32_t i = flow->predecessor_start[head]; head && i < flow->predecessor_start[head + 1]; i++) {
            NodeId source = flow->predecessors[i];
            if (!flow->is_reachable[source] || !dominates(flow, rank, head, source)) continue;
            flow->loop_head[head] = head;
            if (flow->loop_head[source] == head) continue;
            flow->loop_head[source] = head;
            stack[depth++] = source;
            while (depth) {
                NodeId node = stack[--depth];
                for (uint32_t k = flow->predecessor_start[node]; k < flow->predecessor_start[node + 1]; k++) {
                    NodeId before = flow->predecessors[k];
                    if (flow->loop_head[before] == head || !flow->is_reachable[before]) continue;
                    flow->loop_head[before] = head;
                    stack[depth++] = before;
                }
            }
        }
    }
}

// All returns meet at the exit and nothing comes after it: what dominates it takes long to find and is never asked.
static uint32_t drop_exit(uint32_t *order, uint32_t count) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (order[i]) order[kept++] = order[i];
    return kept;
}

// A node is controlled by a branch when it post-dominates one way out of the branch but not the branch itself.
static void find_controllers(ControlFlow *flow, Arena *arena) {
    uint32_t count = flow->node_count;
    ARRAY(NodeId) controlled = {0}, controllers = {0};
    NodeId *last_branch = arena_new_array(arena, NodeId, count + 1); // where it is known, so is the rest of the way up
    for (NodeId branch = 1; branch < count; branch++) {
        uint32_t first = flow->successor_start[branch], last = flow->successor_start[branch + 1];
        if (!flow->is_reachable[branch] || last - first < 2) continue;
        for (uint32_t i = first; i < last; i++)
            for (NodeId node = flow->successors[i];
                 node && node != flow->post_dominator[branch] && last_branch[node] != branch;
                 node = flow->post_dominator[node]) {
                last_branch[node] = branch;
                array_push(&controlled, arena, node);
                array_push(&controllers, arena, branch);
            }
    }
    flow->controller_start = arena_new_array(arena, uint32_t, count + 2);
    flow->controllers = arena_new_array(arena, NodeId, controlled.count + 1);
    for (uint32_t i = 0; i < controlled.count; i++) flow->controller_start[controlled.items[i] + 1]++;
    for (NodeId node = 0; node < count; node++) flow->controller_start[node + 1] += flow->controller_start[node];
    uint32_t *fill = arena_new_array(arena, uint32_t, count + 1);
    memcpy(fill, flow->controller_start, count * sizeof *fill);
    for (uint32_t i = 0; i < controlled.count; i++)
        flow->controllers[fill[controlled.items[i]]++] = controllers.items[i];
}

ControlFlow *control_flow_build(const Function *function, const bool *is_cut, Arena *arena) {
    ControlFlow *flow = control_flow_find_cycles(function, is_cut, arena);
    uint32_t count = flow->node_count;
    flow->loop_head = arena_new_array(arena, NodeId, count + 1);
    flow->dominator = arena_new_array(arena, NodeId, count + 1);
    flow->post_dominator = arena_new_array(arena, NodeId, count + 1);
    open_endless_cycles(flow, function, arena);
    reverse_edges(flow, arena);

    Graph forward = {count, flow->successor_start, flow->successors};
    Graph backward = {count, flow->predecessor_start, flow->predecessors};
    uint32_t order_count = 0;
    uint32_t *order = graph_reverse_postorder(&forward, function->entry, arena, &order_count);
    order_count = drop_exit(order, order_count);
    graph_dominators(&backward, order, order_count, flow->dominator, arena);
    find_loops(flow, order, order_count, arena);
    uint32_t backward_count = 0;
    uint32_t *backward_order = graph_reverse_postorder(&backward, 0, arena, &backward_count);
    graph_dominators(&forward, backward_order, backward_count, flow->post_dominator, arena);
    find_controllers(flow, arena);
    return flow;
}

bool control_flow_leads_to(const Function *function, NodeId from, NodeId to, Arena *scratch) {
    bool *is_seen = arena_new_array(scratch, bool, function->node_count);
    NodeId *stack = arena_new_array(scratch, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    for (NodeId at = from;; at = stack[--depth]) {
        for (uint32_t i = 0; i < control_flow_way_count(&function->nodes[at]); i++) {
            NodeId next = control_flow_way(&function->nodes[at], i);
            if (next == to) return true;
            if (!next || is_seen[next]) continue;
            is_seen[next] = true;
            stack[depth++] = next;
        }
        if (!depth) return false;
    }
}
