// SPDX-License-Identifier: MIT
// Which Z3 decides, for --version.
#pragma once
#include "base/arena.h"

const char *z3_version(Arena *arena); // "Z3 4.8.12.0"

// From now on all questions share a context: faster where there are thousands of small ones, but which of several
// models comes may depend on what was asked before. For tests.
void z3_keep_context(void);
