// SPDX-License-Identifier: MIT
// Sorted sets of abstract locations. Points-to sets are small, so sorted arrays beat bitmaps in time and memory.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

typedef struct LocationSet {
    uint32_t *items; // ascending
    uint32_t count, capacity;
} LocationSet;

// Where sets take their memory from and give it back to when they grow or are dropped: they come and go by the
// million, far too fast for an arena alone.
typedef struct SetPool {
    Arena *arena;
    uint32_t *free[32]; // arrays of 2^i items, each with the next one's address in its first bytes
} SetPool;

// Empties the set; its memory goes back.
void location_set_drop(LocationSet *set, SetPool *pool);

bool location_set_has(const LocationSet *set, uint32_t item);

// Whether the item was new.
bool location_set_add(LocationSet *set, SetPool *pool, uint32_t item);

// set = set ∪ more, in place.
void location_set_unite(LocationSet *set, SetPool *pool, const LocationSet *more);

// New sets: what both have, and what only the left one has.
LocationSet location_set_intersect(const LocationSet *left, const LocationSet *right, SetPool *pool);
LocationSet location_set_subtract(const LocationSet *left, const LocationSet *right, SetPool *pool);
