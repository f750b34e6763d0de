// SPDX-License-Identifier: MIT
// Some libraries have one function for objects of several kinds (FreeRTOS takes mutexes and semaphores with one call).
// Their models have an entry for each kind; which one a call means is known once it is known where its object was made.
#pragma once
#include "program/program.h"

// Gives each such event of the linked program the entry of its object's kind. Objects of several kinds, or made
// elsewhere, leave the event as it is. `step_budget` as for points_to_solve.
void variants_resolve(Program *program, Arena *arena, uint64_t step_budget);
