// SPDX-License-Identifier: MIT
// Loops that count a local up or down by one to a bound: for (i = a; i < b; i++). How often such a loop turns is known
// as a sum of a number and at most one value that never changes in the function, which is enough to compare two loops.
#pragma once
#include "link/control_flow.h"

typedef struct LoopTrip {
    VariableId symbol; // a local or parameter that is given a value once at most; 0: none
    int64_t constant;  // turns, if there is no break: symbol's value plus this, or none at all when that is negative
} LoopTrip;

// False when the loop with this head counts in another way, or turns within another loop.
bool counted_loop_trip(const Program *program, FunctionId id, const ControlFlow *flow, NodeId head, Arena *arena,
                       LoopTrip *trip);

// Whether the node is passed in every turn of the loop.
bool counted_loop_always_passes(const ControlFlow *flow, NodeId head, NodeId node);
