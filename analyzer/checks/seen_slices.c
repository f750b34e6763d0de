// SPDX-License-Identifier: MIT
#include "checks/seen_slices.h"

#include <string.h>

struct SeenSlices {
    ScopeKeys *keys;
    const ScopeMap *map;
    Arena *arena;
    SeenSlice **by_first; // per object: of the scope that it is the first of
};

static void begin_round(void *context) {
    SeenSlices *seen = context;
    uint32_t count = scope_map_object_count(seen->map) + 1;
    if (!seen->by_first) seen->by_first = arena_new_array(seen->arena, SeenSlice *, count);
    memset(seen->by_first, 0, count * sizeof *seen->by_first);
}

static const uint32_t *copy_members(const Scope *scope, Arena *arena) {
    uint32_t *members = arena_new_array(arena, uint32_t, scope->count + scope->guard_count + 1);
    memcpy(members, scope->items, scope->count * sizeof *members);
    if (scope->guard_count) memcpy(members + scope->count, scope->guards, scope->guard_count * sizeof *members);
    return members;
}

static void copy_functions(SeenSlice *slice, const Relevance *relevance, FunctionList functions, Arena *arena) {
    FunctionId *copy = arena_new_array(arena, FunctionId, functions.count + 1);
    bool *is_relevant = arena_new_array(arena, bool, functions.count + 1);
    for (uint32_t i = 0; i < functions.count; i++) {
        copy[i] = functions.items[i];
        is_relevant[i] = relevance_of_function(relevance, functions.items[i]);
    }
    slice->functions = copy;
    slice->is_relevant = is_relevant;
    slice->function_count = functions.count;
}

static void see(void *context, const Relevance *relevance) {
    SeenSlices *seen = context;
    const Scope *scope = relevance_scope(relevance);
    FunctionList functions = relevance_functions(relevance);
    SeenSlice *slice = arena_new(seen->arena, SeenSlice);
    *slice = (SeenSlice){.count = scope->count, .guard_count = scope->guard_count};
    slice->members = copy_members(scope, seen->arena);
    copy_functions(slice, relevance, functions, seen->arena);
    slice->key = scope_key_of_slice(seen->keys, relevance, functions.count);
    seen->by_first[scope->items[0]] = slice;
}

SeenSlices *seen_slices_create(ScopeKeys *keys, ScopeMap *map, Arena *arena) {
    SeenSlices *seen = arena_new(arena, SeenSlices);
    *seen = (SeenSlices){.keys = keys, .map = map, .arena = arena};
    scope_observe(map, (SliceObserver){begin_round, see, seen});
    return seen;
}

const SeenSlice *seen_slices_find(const SeenSlices *seen, const Scope *scope) {
    if (!seen->by_first || !scope->is_exact || !scope_is_settled(seen->map)) return NULL;
    const SeenSlice *slice = seen->by_first[scope->items[0]];
    if (!slice || slice->count != scope->count || slice->guard_count != scope->guard_count) return NULL;
    if (memcmp(slice->members, scope->items, scope->count * sizeof *slice->members)) return NULL;
    size_t guards = scope->guard_count * sizeof *slice->members;
    return guards && memcmp(slice->members + scope->count, scope->guards, guards) ? NULL : slice;
}

bool seen_slice_has(const SeenSlice *slice, FunctionId function) {
    for (uint32_t i = 0; i < slice->function_count; i++)
        if (slice->functions[i] == function) return slice->is_relevant[i];
    return false;
}
