// SPDX-License-Identifier: MIT
// Whether anything that starts at a function can wait at all; if not, no solver need be asked.
#pragma once
#include "link/points_to.h"

bool scope_may_wait(const Program *program, const PointsTo *points_to, FunctionId root, Arena *arena);
