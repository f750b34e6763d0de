// SPDX-License-Identifier: MIT
// Where programs begin that have a second task: what looks at tasks alone, blocked or not, is explored from there.
#pragma once
#include "checks/run.h"

// Entries of the program that lead to a start of a task; without any entry, the exported functions that do.
FunctionList spawn_roots_find(const Run *run);
