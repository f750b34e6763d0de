// SPDX-License-Identifier: MIT
// Which nodes of a program matter for blocking: a backward slice (data and control dependence,
// Weiser 1981; control dependence after Ferrante, Ottenstein, Warren 1987) from the events that tasks,
// channels, locks and the like see. The solver steps over everything else.
#pragma once
#include "link/points_to.h"

typedef struct Relevance Relevance;

Relevance *relevance_compute(const Program *program, const PointsTo *points_to, Arena *arena);

// The same without the assumption that checks which end the process abnormally (asserts, "if (!p) exit(1)") pass:
// what they test is relevant too. For making sure of what was found with it.
Relevance *relevance_compute_exact(const Program *program, const PointsTo *points_to, Arena *arena);

// Whether such a check was left out anywhere.
bool relevance_assumes(const Relevance *relevance);

bool relevance_of_node(const Relevance *relevance, FunctionId function, NodeId node);

// The first relevant node on the way from `node` (itself included), stepping over irrelevant nodes and over
// irrelevant branches to the point where their arms meet again; 0 when the function ends without one.
NodeId relevance_next(const Relevance *relevance, FunctionId function, NodeId node);

// Whether the function has a relevant node or calls one that has.
bool relevance_of_function(const Relevance *relevance, FunctionId function);

// Whether a send (or receive) at this event node must carry its element's value: some receiver's value decides a
// relevant branch or names an object.
bool relevance_of_element(const Relevance *relevance, FunctionId function, NodeId node);
