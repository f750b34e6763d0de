// SPDX-License-Identifier: MIT
// Which task has which slot of the vector clocks, and since which epoch; who had it before, for finding the task behind
// a shadow cell. When no slot has epochs left, all clocks and all shadow memory are forgotten (slot_forget_all): no
// report can be wrong by it, only missed, and it is counted.
#pragma once
#include "task/task.h"

enum { SLOT_OWNERS = 64 }; // most recent owners remembered of each slot

void slot_initialize(void);

// Gives the task a slot; the caller holds its clock lock, which is dropped and taken again meanwhile.
void slot_attach(Task *task);
void slot_detach(Task *task); // at its end; under its clock lock

// Number of the task that had `slot` in `epoch`; UINT32_MAX when that is no longer known.
uint32_t slot_owner_at(unsigned slot, Epoch epoch);

uint32_t slot_generation(void);                  // grows when everything is forgotten
void slot_on_forget(void (*clear_shadow)(void)); // what empties the shadow memory
