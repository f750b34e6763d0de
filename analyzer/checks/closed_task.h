// SPDX-License-Identifier: MIT
// Tasks that are cancelled by closing their handle or bundle, in a library where that makes their blocking calls fail
// and waits for them to end (libdill), and that have no way to end.
#pragma once
#include "checks/inspection.h"

typedef struct EndlessTask {
    CallSite waits;  // its first blocking call that fails from then on, in a loop that nothing leaves
    CallSite closes; // where the close then waits for ever
} EndlessTask;

typedef struct EndlessTasks {
    ARRAY(EndlessTask) list; // one for each loop
} EndlessTasks;

EndlessTasks closed_task_find_endless(const Inspection *inspection);
