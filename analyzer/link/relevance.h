// SPDX-License-Identifier: MIT
// Which nodes of a program matter for blocking: a backward slice (data and control dependence,
// Weiser 1981; control dependence after Ferrante, Ottenstein, Warren 1987) from the events that tasks,
// channels, locks and the like see. The solver steps over everything else.
#pragma once
#include "link/control_flow.h"
#include "link/points_to.h"
#include "link/scope.h"

typedef struct Relevance Relevance; // one scope at a time, or the whole program

Relevance *relevance_compute(const Program *program, const PointsTo *points_to, Arena *arena);

// The same without the assumption that checks which end the process abnormally (asserts, "if (!p) exit(1)") pass:
// what they test is relevant too. For making sure of what was found with it.
Relevance *relevance_compute_exact(const Program *program, const PointsTo *points_to, Arena *arena);

// The same as the exact one, from these nodes as well: per function (NULL: none), per node. For races. NULL when it
// takes too long (a few seconds): so much memory matters that no exploration of the whole program would come to its
// end.
Relevance *relevance_compute_with(const Program *program, const PointsTo *points_to, const uint8_t *const *accesses,
                                  Arena *arena);

// One scope after another: what the slices of all scopes share is computed once.
// It has memory of its own, to be given back at the end.
Relevance *relevance_create_slicer(const Program *program, const PointsTo *points_to, bool is_exact, Arena *arena);
void relevance_release_slicer(Relevance *slicer); // NULL is fine

// The slice for one scope, valid until the next: seeds are the operations on its objects alone, and the spawns that
// lead to them. Time and memory are those of the slice, not of the program; they are given back at the next call.
const Relevance *relevance_compute_scope(Relevance *slicer, const Scope *scope);

// NULL: the slice is for the whole program.
const Scope *relevance_scope(const Relevance *relevance);

// Whether the event operates on objects outside the slice's scope alone: it takes part for its result only, which may
// be any that the call can have. False also when it depends on the way there.
bool relevance_event_is_outside(const Relevance *relevance, FunctionId function, NodeId node);
bool relevance_has_outside(const Relevance *relevance); // whether any relevant event is

// Whether the relevant nodes that a node of the function can lead to are those that relevance_next leads to, ways out
// of relevant nodes being followed on. Not so where ways were cut that end the process. Of a slice for a scope only.
bool relevance_is_reached_directly(const Relevance *relevance, FunctionId function);

// Of a slice for a scope: whether the way from the node to the next relevant one passes something at which other
// tasks may run.
bool relevance_crosses(const Relevance *relevance, FunctionId function, NodeId node);

// Functions that the slice touches, and expressions whose values it needs; of a slice for a scope only.
FunctionList relevance_functions(const Relevance *relevance);

// Whether such a check was left out anywhere.
bool relevance_assumes(const Relevance *relevance);

bool relevance_of_node(const Relevance *relevance, FunctionId function, NodeId node);

// The first relevant node on the way from `node` (itself included), stepping over irrelevant nodes and over
// irrelevant branches to the point where their arms meet again; 0 when the function ends without one.
NodeId relevance_next(const Relevance *relevance, FunctionId function, NodeId node);

// What slices for scopes share of the node, beside its code: how it is stepped over, and whether other tasks may run
// there. With the relevant nodes this decides relevance_next and relevance_crosses.
uint32_t relevance_constant_of_node(const Relevance *relevance, FunctionId function, NodeId node);

// All of which relevance_of_node is true, ascending; of a slice for a scope only, valid until the next one. The first
// call after the slice was made costs time in proportion to what is relevant, not to the function.
NodeList relevance_nodes(const Relevance *relevance, FunctionId function);

// Whether the function, or one that it calls, has an event that slices of the whole program start from, other than one
// that ends the process abnormally: such functions are relevant there. Known before any slice is made.
bool relevance_acts(const Relevance *relevance, FunctionId function);

// Whether the function has a relevant node or calls one that has.
bool relevance_of_function(const Relevance *relevance, FunctionId function);

// Whether a send (or receive) at this event node must carry its element's value: some receiver's value decides a
// relevant branch or names an object.
bool relevance_of_element(const Relevance *relevance, FunctionId function, NodeId node);
