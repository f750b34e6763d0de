// SPDX-License-Identifier: MIT
// Whether messages or signals may keep two lock sections of a cycle apart in time: one task comes to its section only
// behind a wait (a receive, a condition, a semaphore, a count, a barrier) for what only the other task does, and the
// other does it only after its own section. How often each does so is not followed, so this is no proof that they are
// apart; but that they meet is not shown either. Starts and joins of tasks are the business of link/parallel.h.
#pragma once
#include "checks/inspection.h"
#include "locksets/locksets.h"

bool section_order_may_part(const Inspection *inspection, const LockCycle *cycle);
