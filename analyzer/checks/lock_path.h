// SPDX-License-Identifier: MIT
// How sure a result of the static lock analysis is. It follows ways by their locks, not by all their values; what it
// finds is shown as feasible only where no value can matter: one lock that is no part of something allocated, and no
// operation in between that might give it back.
#pragma once
#include "checks/inspection.h"
#include "locksets/locksets.h"

// FEASIBLE or SUSPECTED.
Certainty lock_path_certainty(const Inspection *inspection, const LockProblem *problem);
