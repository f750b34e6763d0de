// SPDX-License-Identifier: MIT
// Is this place inside a loop that serves for ever: one that no counter ends?
#pragma once
#include "program/program.h"

// Whether `node` lies on a cycle whose exits, if it has any, do not compare a variable that the cycle
// steps by a constant.
bool node_is_in_service_loop(const Program *program, FunctionId function, NodeId node, Arena *arena);
