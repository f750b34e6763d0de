// SPDX-License-Identifier: MIT
// The nodes of natural loops.
#pragma once
#include "link/control_flow.h"

// Per node, whether it is in the natural loop of this head: from it a back edge leads to the head.
bool *natural_loop_body(const ControlFlow *flow, NodeId head, Arena *arena);
