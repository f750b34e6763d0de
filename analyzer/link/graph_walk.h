// SPDX-License-Identifier: MIT
// Algorithms on graphs in compressed rows: orders, strongly connected components, dominators.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

typedef struct Graph {
    uint32_t count;        // vertices 0 … count-1
    const uint32_t *start; // count + 1 entries
    const uint32_t *edges; // targets of vertex v: edges[start[v]] … edges[start[v+1]-1]
} Graph;

// Component numbers from 1 on of the vertices that `root` reaches (Tarjan 1972), callees before callers: an edge
// never leads to a higher number. 0 for the others. With root UINT32_MAX: of all vertices.
uint32_t *graph_components(const Graph *graph, uint32_t root, Arena *arena);

// Vertices that `root` reaches, each before its successors except along back edges.
uint32_t *graph_reverse_postorder(const Graph *graph, uint32_t root, Arena *arena, uint32_t *count);

// Immediate dominators of the vertices in `order` (a reverse postorder, root first) by the iteration of Cooper,
// Harvey, Kennedy; `predecessors` is the reversed graph. The root and vertices outside `order` get 0.
void graph_dominators(const Graph *predecessors, const uint32_t *order, uint32_t order_count, uint32_t *dominator,
                      Arena *arena);
