// SPDX-License-Identifier: MIT
// Which Z3 decides, for --version.
#pragma once
#include "base/arena.h"

const char *z3_version(Arena *arena); // "Z3 4.8.12.0"
