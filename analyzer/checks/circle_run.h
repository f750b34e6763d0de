// SPDX-License-Identifier: MIT
// Circles of locks that the static analysis shows and cannot decide, because messages or values may keep the tasks
// apart, are looked for in the program itself: in the slice for the circle's locks and for what its tasks wait for on
// the way to them, along ways that no other task can hold up (link/passage.h). What hinders is added to the scope, a
// few times. A circle that is found so is real; that none is found says nothing. Has a budget of its own, and of a step
// that can go in many ways (main reads its arguments) tries some: what the scopes before have spent does not matter.
#pragma once
#include "checks/inspection.h"
#include "locksets/locksets.h"

// Whether the circle, or another one of these tasks, was found; it is a finding of the run then.
bool circle_run_finds(const Inspection *inspection, const LockCycle *cycle);
