// SPDX-License-Identifier: MIT
// The memory that one node touches, by the rules of program.h and the models: what its expressions load, what it
// writes, what its event copies, fills, frees or operates on atomically. Locks, channels and other objects are no
// memory here; variables whose address nobody takes are left out.
#pragma once
#include "races/races.h"

typedef void (*AccessVisit)(void *context, const MemoryAccess *access);

void access_visit(const Program *program, FunctionId function, NodeId node, AccessVisit visit, void *context);

// The variable that the address lies in, 0 when it goes through a pointer.
VariableId access_variable(const Program *program, ExprId address);
