// SPDX-License-Identifier: MIT
// Deciding a program scope by scope, where it is too large or too entangled to be explored as a whole. Three cuts
// follow one another (link/scope.h): parts that are ordered among themselves, parts that wait for one another, single
// objects; what one of them leaves undecided is cut by the next.
#pragma once
#include "checks/run.h"

// Explores from those `roots` that `is_undecided` names; sets is_undecided of those that still are. Findings and
// counts go to the run; what stays undecided is told by a message with the names of its objects.
void scope_run(Run *run, const FunctionId *roots, uint32_t count, bool *is_undecided);

// Whether it has parts that can be asked about one by one, and is large enough for that to pay.
bool scope_run_is_divisible(Run *run);

// Whether the function, or one that it calls, does what tasks, channels, locks and the like see; enough for it to be
// relevant in the whole program.
bool scope_run_acts(Run *run, FunctionId function);

// The program's scopes and the slicer for them; made when first asked for.
ScopeMap *scope_run_map(Run *run);
Relevance *scope_run_slicer(Run *run, bool is_exact);

// Whether the program is beyond what is worth trying as a whole.
bool scope_run_is_large(Run *run);
