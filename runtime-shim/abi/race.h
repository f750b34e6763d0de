// SPDX-License-Identifier: MIT
// From two conflicting cells to a report: who made the earlier access, both stacks, what lies at the address.
#pragma once
#include "report/report.h"
#include "shadow/cell.h"

void race_found(Task *task, uintptr_t counter, uintptr_t address, size_t size, Cell cell, Cell earlier);

// Adds what lies at the address: heap block, global symbol, stack of a task.
void race_add_location(Report *report, uintptr_t address);
