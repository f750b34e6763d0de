// SPDX-License-Identifier: MIT
// What exploring scopes gave, by what was explored (scope_key.h), from one run to the next. Only explorations that
// found nothing are kept: they are a few numbers without ids or places, and what is found is explored again to be told.
#pragma once
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"

struct Exploration;
typedef struct ScopeMemory ScopeMemory;

// `bytes`, which may be NULL, are those of scope_memory_write; what is not is taken as none. `program` names all that
// the solver can see. In `arena`.
ScopeMemory *scope_memory_read(const void *bytes, size_t size, Hash program, Arena *arena);

// What is known of the question, as an exploration in `arena`; NULL when nothing is.
struct Exploration *scope_memory_find(ScopeMemory *memory, Hash question, Arena *arena);

// Keeps it, unless something was found.
void scope_memory_keep(ScopeMemory *memory, Hash question, const struct Exploration *exploration);

// Appends what was found or kept since it was read; nothing when that is nothing.
void scope_memory_write(const ScopeMemory *memory, Text *out);
