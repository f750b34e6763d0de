// SPDX-License-Identifier: MIT
// GitHub code scanning's "primaryLocationLineHash": recognises a line again after lines above it
// have moved. Written from the description of the algorithm: a polynomial with multiplier 37 over
// the next 100 UTF-16 code units from the start of the line, blanks and tabs left out, every line
// ending read as LF, 65535 at the end of the file and zeros after it, modulo 2^64, in hexadecimal,
// then ":" and how often that value has been met so far in the file.
#pragma once
#include "base/array.h"

typedef struct LineHashes {
    ARRAY(const char *) list; // item 0 belongs to line 1
} LineHashes;

LineHashes line_hashes_compute(const char *bytes, size_t length, Arena *arena);
