// SPDX-License-Identifier: MIT
// The second half of merging: findings at one place whose blocked operations and objects are among those of another one
// there are the same cause seen from another side (a leak inside a cycle, one channel made at two places).
#pragma once
#include "findings/finding.h"

// `findings` are sorted by place. Removes the absorbed ones, keeps the order, returns how many are left.
uint32_t findings_absorb(Finding *findings, uint32_t count, Arena *arena);
