// SPDX-License-Identifier: MIT
// What the nodes of a program operate on, for the reduction (reduce.h): objects by abstract site, and memory that
// several tasks can reach. A node by itself, all that may come after it, and what one step takes along. Everything
// over-approximates; what a task alone can reach, and what irrelevant nodes do, is left out.
#pragma once
#include "explorer/share.h"

enum { USES_OBJECT_WORDS = 4, USES_MEMORY_WORDS = 2 };

// One bit each; sites beyond the last bit share it.
typedef struct Uses {
    uint64_t objects[USES_OBJECT_WORDS];
    uint64_t reads[USES_MEMORY_WORDS], writes[USES_MEMORY_WORDS];
} Uses;

void uses_unite(Uses *into, const Uses *from);
// Whether the order of the two can matter: one object, or memory that at least one of them writes.
bool uses_conflict(const Uses *a, const Uses *b);
void uses_take_all(Uses *uses);

typedef struct UsesTable UsesTable;
// `relevance` NULL: everything is relevant. It has memory of its own, to be given back at the end.
UsesTable *uses_create(ExploreShared *shared, const Relevance *relevance, Arena *arena);
void uses_destroy(UsesTable *table);

Uses uses_of_node(UsesTable *table, FunctionId function, NodeId node); // with what it calls and starts
Uses uses_ahead(UsesTable *table, FunctionId function, NodeId node);   // of it and of all that can come after it

// Local work up to the next scheduling points, also of functions called and of tasks started.
typedef struct UsesTail {
    Uses uses;
    bool leaves; // the function may be left before the next scheduling point
} UsesTail;
UsesTail uses_until_stop(UsesTable *table, FunctionId function, NodeId node); // the node too, unless it is a stop
UsesTail uses_behind(UsesTable *table, FunctionId function, NodeId node);     // from what comes after the node
