// SPDX-License-Identifier: MIT
// Loops that go round and round as long as what they poll has nothing for them: a select with a default, a try form, a
// timeout of zero. Everything on the way round must be seen to rest nowhere and to get nowhere: no wait, no sleep, no
// yield, no call that is not known, nothing counted or written that would be there the next time round.
#pragma once
#include "checks/inspection.h"

typedef struct PollLoop {
    const CallSite *polls; // the polls of the loop, and calls of functions that poll, in order of nodes
    uint32_t poll_count;
    const Api *api;      // of one of the polls
    bool is_cooperative; // while it goes round nobody else of its library's tasks runs
} PollLoop;

typedef struct PollLoops {
    ARRAY(PollLoop) list;
} PollLoops;

// Per function, in `inspection->arena`: whether it or what it calls polls. Others have no such loops.
bool *poll_loops_pollers(const Inspection *inspection);

// Those of one function, each poll in one loop; in `inspection->arena`.
PollLoops poll_loops_of(const Inspection *inspection, FunctionId function);
