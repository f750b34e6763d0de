// SPDX-License-Identifier: MIT
// Waits that outlast what the caller grants. Followed are deadlines of the form now() plus a constant, with the clock
// of the library whose call takes them, through local variables that are set once, parameters and sums; what a minimum
// or anything else computes is not known and not compared.
#pragma once
#include "checks/inspection.h"

typedef struct LateWait {
    CallSite wait;         // what may take longer
    CallSite grant;        // the call that hands over the deadline, or the caller's own wait for the task's result
    int64_t waits, grants; // how long, in the library's unit of time
    bool is_task;          // the one who waits is a task that the caller started
} LateWait;

typedef struct LateWaits {
    ARRAY(LateWait) list; // one for each wait
} LateWaits;

LateWaits deadline_find_late(const Inspection *inspection);
