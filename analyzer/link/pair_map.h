// SPDX-License-Identifier: MIT
// A hash map from a pair of numbers to a number, open addressing, in an arena; entries are never removed.
// Iteration is not offered: results must not depend on hash order.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

typedef struct PairMapEntry {
    uint64_t first, second;
    uint32_t value;
    bool is_used;
} PairMapEntry;

typedef struct PairMap {
    PairMapEntry *entries;
    uint32_t count, capacity;
} PairMap;

// The slot for a key, made with value 0 when it is new; valid until the next call. `is_new` may be NULL.
uint32_t *pair_map_slot(PairMap *map, Arena *arena, uint64_t first, uint64_t second, bool *is_new);

// The value of a key, or `otherwise`.
uint32_t pair_map_get(const PairMap *map, uint64_t first, uint64_t second, uint32_t otherwise);
