// SPDX-License-Identifier: MIT
// Sets of abstract locations. Most points-to sets are small: sorted arrays. Where much is mixed up they have thousands
// of members out of some ten thousand locations: bitmaps, once these are not much larger than the array.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

typedef struct LocationSet {
    uint32_t *items;          // ascending; NULL when `words` hold the set
    uint64_t *words;          // bit i % 64 of word i / 64
    uint32_t count, capacity; // capacity in items, two of them a word
} LocationSet;

// Where sets take their memory from and give it back to when they grow or are dropped: they come and go by the
// million, far too fast for an arena alone.
typedef struct SetPool {
    Arena *arena;
    void *free[32]; // arrays of 2^i items, each with the next one's address in its first bytes
} SetPool;

// Empties the set; its memory goes back.
void location_set_drop(LocationSet *set, SetPool *pool);

bool location_set_has(const LocationSet *set, uint32_t item);

// Whether the item was new.
bool location_set_add(LocationSet *set, SetPool *pool, uint32_t item);

// The smallest item from *cursor on; *cursor moves behind it. False at the end. Start with 0.
bool location_set_next(const LocationSet *set, uint32_t *cursor, uint32_t *item);

// What an operation on the whole set costs, in items.
uint32_t location_set_width(const LocationSet *set);

// set = set ∪ more, in place.
void location_set_unite(LocationSet *set, SetPool *pool, const LocationSet *more);

// New sets: what both have, and what only the left one has.
LocationSet location_set_intersect(const LocationSet *left, const LocationSet *right, SetPool *pool);
LocationSet location_set_subtract(const LocationSet *left, const LocationSet *right, SetPool *pool);
