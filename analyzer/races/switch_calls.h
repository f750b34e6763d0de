// SPDX-License-Identifier: MIT
// Which functions may let other tasks of their scheduler run and then come back to their caller. What happens on the
// way to the end of the process is left out: who gives up with a message lets nobody see what is left half done.
#pragma once
#include "link/call_graph.h"

// Whether performing the event may let other tasks of the scheduler run: libraries without coroutines of their own hold
// up the whole thread.
bool switch_event_lets_run(const Program *program, const Api *api);

// Per function, in `arena`.
bool *switch_calls_find(const Program *program, const PointsTo *points_to, const CallGraph *calls, Arena *arena);
