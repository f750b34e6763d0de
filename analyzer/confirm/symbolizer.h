// SPDX-License-Identifier: MIT
// Which code a line of source has become: qtrace-symbolize is asked, which reads the program's DWARF line table.
#pragma once
#include "confirm/witness.h"

typedef struct CodeRange {
    uint64_t low, high; // offsets in the module
} CodeRange;

typedef ARRAY(CodeRange) CodeRanges;

typedef struct Symbolizer Symbolizer;

// NULL with a message when `program` cannot be run.
Symbolizer *symbolizer_start(const char *program, Arena *arena, Messages *messages);
void symbolizer_end(Symbolizer *symbolizer);

// Nothing is added when the line has no code, or the module no line table.
void symbolizer_find_code(Symbolizer *symbolizer, const char *module, const Place *place, CodeRanges *ranges);
