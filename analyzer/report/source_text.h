// SPDX-License-Identifier: MIT
// Source lines for the reports: snippets, carets, columns in UTF-16, line hashes. Files are read once
// each, when first asked for; a file that cannot be read simply has no lines. Line ends are LF, CRLF
// and CR, as in clang.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

typedef struct SourceLine {
    const char *bytes; // not closed by a zero; NULL when the line is not known
    uint32_t length;   // without the line end
} SourceLine;

typedef struct Sources Sources;

// `root` is where relative paths start; NULL for the working directory. Lives as long as `arena`.
Sources *sources_create(const char *root, Arena *arena);

// Line number `line`, 1-based.
SourceLine sources_line(Sources *sources, const char *path, uint32_t line);

// GitHub's hash of the line (findings/line_hash.h), or NULL when the line is not known.
const char *sources_line_hash(Sources *sources, const char *path, uint32_t line);

// A 1-based column in bytes as 1-based UTF-16 code units; unchanged for an unknown line, and at most
// one past the end of a known one.
uint32_t source_column_utf16(SourceLine line, uint32_t byte_column);

// One past the last byte (as a column) of what starts at `byte_column`: `end_column` when it is of use, else
// the end of the name or character there.
uint32_t source_end_column(SourceLine line, uint32_t byte_column, uint32_t end_column);
