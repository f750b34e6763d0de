// SPDX-License-Identifier: MIT
// One function's part in it: whether what a node reads, or a branch on it, decides what a later node writes, with a
// switch to other tasks between the two. Flow-sensitive for up to 64 local variables whose address nobody takes.
#pragma once
#include "link/control_flow.h"

typedef struct SwitchFlow {
    const Program *program;
    FunctionId function;
    const bool *may_switch; // per node: other tasks may run
    const bool *is_write;   // per node: writes the memory in question
    Arena *scratch;
} SwitchFlow;

// Whether `act` writes a value computed from what `read` has read at `address`, over a switch and without reading it
// again for that. A write by the task itself ends what it knows. Sets `between`.
bool switch_flow_carries(const SwitchFlow *flow, NodeId read, ExprId address, NodeId act, NodeId *between);

// Whether one way of the branch alone leads to `act`, over a switch. Sets `way` and `between`.
bool switch_flow_guards(const SwitchFlow *flow, NodeId branch, NodeId act, bool *way, NodeId *between);
