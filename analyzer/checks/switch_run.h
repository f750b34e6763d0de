// SPDX-License-Identifier: MIT
// Reads and writes of one task with others of its cooperative scheduler between them: pairs of nodes from the program
// (races/switch_pairs.h), decided by exploring it (explorer/stale_watch.h). What exploration shows is a finding; what
// it could not come to the end of is only suspected.
#pragma once
#include "checks/run.h"

void switch_run(Run *run);

// The check whose findings these are; NULL when it is not built in.
const Check *switch_run_check(void);
