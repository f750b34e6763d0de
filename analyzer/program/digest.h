// SPDX-License-Identifier: MIT
// What a program says, as hashes for the cache of verdicts. The digest leaves out where the code stands in its files:
// a line that is moved as part of a whole function changes nothing that is decided, only the places that are told.
#pragma once
#include "base/hash.h"
#include "program/program.h"

// Everything in the program but lines; those of nodes count from the beginning of their function. Equal digests give
// equal ids, equal points-to answers and equal verdicts up to the lines that they tell.
Hash program_digest(const Program *program);

// The lines of everything that stands in the files that are asked about (by FileId).
Hash program_digest_lines(const Program *program, const bool *is_asked);
