// SPDX-License-Identifier: MIT
// Names what exploring a scope can see, by content: its slice with the code of all functions that it touches, what
// their expressions may point to, the objects of the scope, what is known of the variables and memory it uses. Ids and
// lines do not go into a key: an edit elsewhere leaves it as it is. Equal keys give equal explorations where
// everything is visited; what else hangs on more than a key says (scope_memory.h) is for the caller to add.
#pragma once
#include "base/hash.h"
#include "explorer/explore.h"

typedef struct ScopeKeys ScopeKeys;

// Tables of one program; everything lives in `arena`. Functions are read when a slice first touches them.
ScopeKeys *scope_keys_create(const Program *program, const PointsTo *points_to, const ExploreShared *shared,
                             const ScopeMap *map, Arena *arena);

// The slice as it was computed: `function_count` is what relevance_functions said before anything was explored.
Hash scope_key_of_slice(ScopeKeys *keys, const Relevance *relevance, uint32_t function_count);

// The same with what other tasks may write meanwhile in those functions, which is known once exact scopes are.
Hash scope_key_of_contest(ScopeKeys *keys, const Scope *scope, Hash slice, const FunctionId *functions, uint32_t count);

// The function that exploring starts from; goes into a key of its own.
Hash scope_key_of_function(ScopeKeys *keys, FunctionId function);
