// SPDX-License-Identifier: MIT
// Facts about one function's control-flow graph: edges both ways, reachability, cycles, natural loops,
// dominators and post-dominators (Cooper, Harvey, Kennedy 2001) and control dependence (Ferrante, Ottenstein,
// Warren 1987). Slot 0 is the function's virtual exit, where returns and calls that never return lead.
#pragma once
#include "program/program.h"

typedef struct NodeList {
    const NodeId *items;
    uint32_t count;
} NodeList;

typedef struct ControlFlow {
    uint32_t node_count;    // including slot 0
    bool *is_reachable;     // from the entry; index: node
    bool *is_on_cycle;      // may run again after it ran, within one activation
    bool *is_endless;       // on a cycle that no edge leaves
    uint32_t *component;    // strongly connected one, from 1; numbers never rise along an edge. 0 when not reachable
    NodeId *loop_head;      // innermost natural loop; 0 when in none. A head is in its own loop
    NodeId *dominator;      // immediate; 0 for the entry and unreachable nodes
    NodeId *post_dominator; // immediate; 0 is the exit
    uint32_t *successor_start, *predecessor_start, *controller_start; // node_count + 1 each
    NodeId *successors, *predecessors, *controllers;
} ControlFlow;

// `is_cut` (or NULL) names nodes that are treated as absent, with the edges into them: ways that end
// the process abnormally, for instance. A branch all of whose ways are cut leads to the exit.
// Endless cycles get an edge to the exit from one of their nodes, so that every node has a post-dominator.
ControlFlow *control_flow_build(const Function *function, const bool *is_cut, Arena *arena);

// The part of the above that needs only a depth-first search: successors, is_reachable, is_on_cycle, is_endless.
ControlFlow *control_flow_find_cycles(const Function *function, const bool *is_cut, Arena *arena);

// The ways out of a node, in source order, repeats included; 0 is the exit.
uint32_t control_flow_way_count(const Node *node);
NodeId control_flow_way(const Node *node, uint32_t index);

// Whether a way of at least one edge leads from one node to the other.
bool control_flow_leads_to(const Function *function, NodeId from, NodeId to, Arena *scratch);

static inline NodeList control_flow_list(const uint32_t *start, const NodeId *items, NodeId node) {
    return (NodeList){items + start[node], start[node + 1] - start[node]};
}

// Branches that decide whether the node runs.
static inline NodeList control_flow_controllers(const ControlFlow *flow, NodeId node) {
    return control_flow_list(flow->controller_start, flow->controllers, node);
}
