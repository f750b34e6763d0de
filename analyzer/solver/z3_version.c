// SPDX-License-Identifier: MIT
#include "solver/z3_version.h"

#include <z3.h>

const char *z3_version(Arena *arena) {
    return arena_format(arena, "Z3 %s", Z3_get_full_version());
}
