// SPDX-License-Identifier: MIT
// Which locals may still be read (live variables, backwards over the control flow). States that differ in others
// only are the same. A variable whose address is used for more than reading or writing all of it counts as read.
#pragma once
#include "program/program.h"

typedef struct Liveness Liveness;

// Lives in `arena`, as what is prepared.
Liveness *liveness_create(const Program *program, Arena *arena);

// Until a function is prepared, all its variables are live.
void liveness_prepare(Liveness *liveness, FunctionId function);

// Whether a call of the function that stands before, in or right behind the node will not read it before writing it.
bool liveness_is_dead(const Liveness *liveness, FunctionId function, NodeId node, VariableId variable);
