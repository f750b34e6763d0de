// SPDX-License-Identifier: MIT
// Keys of slices, taken while exact scopes are found (link/scope.h), so that no slice has to be made again for what is
// known from an earlier run. What was seen of a scope holds for a listed one of the same objects and guards.
#pragma once
#include "checks/scope_key.h"

typedef struct SeenSlice {
    Hash key;                // scope_key_of_slice
    const uint32_t *members; // objects, then guards
    uint32_t count, guard_count;
    const FunctionId *functions; // of the slice, in its order
    const bool *is_relevant;     // of these
    uint32_t function_count;
} SeenSlice;

typedef struct SeenSlices SeenSlices;

// Looks on from now on, unless exact scopes of the map are known already. Lives in `arena`, with `keys` and `map`.
SeenSlices *seen_slices_create(ScopeKeys *keys, ScopeMap *map, Arena *arena);

// NULL when it was not seen, or may have another slice by now.
const SeenSlice *seen_slices_find(const SeenSlices *seen, const Scope *scope);

// Whether the function has a relevant node in it.
bool seen_slice_has(const SeenSlice *slice, FunctionId function);
