// SPDX-License-Identifier: MIT
// What exploring scopes gave, by what was explored (scope_key.h), from one run to the next. Only explorations that
// found nothing are kept: they are a few numbers without ids or places, and what is found is explored again to be told.
//
// An exploration that visited everything hangs on the question alone. What one that was cut came to first hangs on the
// order of ids too, and what the solver said on what it was asked; that is the answer's basis, which is made out only
// for questions whose answers need it.
#pragma once
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"

#include <stdbool.h>

struct Exploration;
typedef struct ScopeMemory ScopeMemory;

typedef enum ScopeBasis {
    BASIS_QUESTION, // nothing else: its hash is zero
    BASIS_ORDER,    // id_order.h
    BASIS_NET,      // that, and Exploration.asked
    BASIS_COUNT
} ScopeBasis;

// `bytes`, which may be NULL, are those of scope_memory_write; what is not is taken as none. In `arena`.
ScopeMemory *scope_memory_read(const void *bytes, size_t size, Arena *arena);

// What the answer hangs on.
ScopeBasis scope_memory_basis(const struct Exploration *exploration);

// Whether something is known of the question, for one basis of this kind.
bool scope_memory_knows(const ScopeMemory *memory, Hash question, ScopeBasis *basis);

// It as an exploration in `arena`; NULL when it is known for another basis.
struct Exploration *scope_memory_find(ScopeMemory *memory, Hash question, Hash basis, Arena *arena);

// Keeps it, unless something was found.
void scope_memory_keep(ScopeMemory *memory, Hash question, Hash basis, const struct Exploration *exploration);

// Appends what was found or kept since it was read; nothing when that is nothing.
void scope_memory_write(const ScopeMemory *memory, Text *out);
