// SPDX-License-Identifier: MIT
// The first stage: which files to analyse, and with which flags. Flags come from "-- FLAGS", else
// from the compilation database given or found above each file, else there are none: a plain C file
// by hand. They are never guessed.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "source/text_list.h"

#include <stdbool.h>

typedef struct SourceRequest {
    TextList files;
    const char *files_from; // file with one name a line, "-" for standard input; NULL for none
    const char *database;   // compile_commands.json or its directory; NULL to look above each file
    bool has_flags;         // flags were given after "--": no database is read
    TextList flags;         // may start with a compiler's name
} SourceRequest;

typedef struct SourceUnit {
    const char *path;      // as the user named it; from a database: relative to the working directory when below it
    const char *canonical; // one name for one file
    const char *directory; // absolute: where the compiler would run; NULL for the working directory
    TextList flags;
} SourceUnit;

typedef struct SourceList {
    ARRAY(SourceUnit) units; // in the order of the request or of the database, each file once
    uint32_t skipped;        // files that are not analysed; each has its message
} SourceList;

// STATUS_USAGE with a message when nothing was asked for or a database is broken. Files that cannot be analysed are
// skipped with a message.
Status source_list_collect(const SourceRequest *request, Arena *arena, Messages *messages, SourceList *list);
