// SPDX-License-Identifier: MIT
// The order in which locks are taken: an edge from each lock that is held to the one that is asked for. A cycle whose
// edges were not all seen under one further lock (a gate) is a deadlock that can happen. Bounded: a full graph is
// emptied and begun again.
#pragma once
#include "sync/sync.h"

enum { GRAPH_EDGES = 1 << 14, GRAPH_CYCLE = 24, GRAPH_GATES = 4 };

typedef struct LockEdge {
    uint32_t from, to; // numbers of objects
    uintptr_t from_address, to_address;
    uint32_t task;                // number
    StackId from_stack, to_stack; // where each was taken
    uint32_t gates[GRAPH_GATES];  // further locks held every time this edge was seen: number + 1; 0: none
    uint32_t next_of_from;        // next edge that leaves the same lock
} LockEdge;

void lock_graph_initialize(void);

// `task` asks for `object` (not yet held) at `stack`. Fills `cycle` with the edges of a new cycle, the new edge first,
// and returns how many; 0: no new cycle.
uint32_t lock_graph_ask(const Task *task, const SyncObject *object, StackId stack, LockEdge cycle[GRAPH_CYCLE]);
