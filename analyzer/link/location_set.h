// SPDX-License-Identifier: MIT
// Sorted sets of abstract locations. Points-to sets are small, so sorted arrays beat bitmaps in time and memory.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

typedef struct LocationSet {
    uint32_t *items; // ascending
    uint32_t count, capacity;
} LocationSet;

bool location_set_has(const LocationSet *set, uint32_t item);

// Whether the item was new.
bool location_set_add(LocationSet *set, Arena *arena, uint32_t item);

// set = set ∪ more, in place.
void location_set_unite(LocationSet *set, Arena *arena, const LocationSet *more);

// New sets: what both have, and what only the left one has.
LocationSet location_set_intersect(const LocationSet *left, const LocationSet *right, Arena *arena);
LocationSet location_set_subtract(const LocationSet *left, const LocationSet *right, Arena *arena);
