// SPDX-License-Identifier: MIT
// Several translation units become one Program, by symbol identity: external functions and variables of one name are
// one, internal ones stay apart (two files may each have a `static int count`). Copies of one `static inline` function
// of a header become one when they do the same and neither they nor what they call hold static variables. The
// initialisers run one after the other, in the order of the units.
#pragma once
#include "base/message.h"
#include "program/program.h"

typedef struct MergeResult {
    Program *program;
    uint32_t duplicates; // functions with several definitions, each of the first few with a warning
} MergeResult;

// Takes the parts apart: their nodes and texts become the result's, so they must not be used any more and their memory
// must live as long as the result's (`arena`). The same parts in the same order give the same program; one part alone
// is returned as it is. Of the parts behind the `open` first ones other code calls nothing: they have what these need,
// and what these do not reach is left out.
MergeResult programs_merge(Program *const *parts, uint32_t count, uint32_t open, Arena *arena, Messages *messages);
