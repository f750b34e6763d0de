// SPDX-License-Identifier: MIT
// Verdicts of linked programs, by what the program says (program/digest.h): an edit that moves lines, or that is
// undone, brings back the same program. A verdict that tells places is taken only when all lines of the files it names
// are where they were.
#pragma once
#include "unit_cache.h"
#include "verdict.h"

// What is kept, and what looking for it has found out on the way.
typedef struct Recall {
    UnitCache *cache;
    const Program *program;
    Hash key; // names the program's content and what it was asked
} Recall;

// `question` stands for everything beside the program that the verdict hangs on.
Recall recall_open(UnitCache *cache, const Program *program, Hash question);

// Appends to the verdict's messages and findings, as verdict_unpack. False, with nothing changed, when nothing is
// known.
bool recall_find(const Recall *recall, Arena *arena, Verdict *verdict);

void recall_keep(const Recall *recall, const Verdict *verdict);

// What scopes gave when a program of this name was decided before; never NULL. Kept for the next run.
struct ScopeMemory *recall_scopes(const Recall *recall, const char *name, Arena *arena);
void recall_keep_scopes(const Recall *recall, const char *name, const struct ScopeMemory *memory);
