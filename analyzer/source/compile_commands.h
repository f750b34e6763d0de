// SPDX-License-Identifier: MIT
// JSON compilation databases as CMake, Bear and Ninja write them (clang's JSONCompilationDatabase
// format). Entries are taken as they are: a file that is not listed has no flags, never a neighbour's.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "source/text_list.h"

typedef struct CompileCommand {
    const char *file;      // as written
    const char *canonical; // one name for one file, see path_canonical
    const char *directory; // absolute; relative names in the command start here
    TextList words;        // the command line, compiler first
} CompileCommand;

typedef struct CompileDatabase {
    const char *path;
    ARRAY(CompileCommand) commands; // in the order of the file, repetitions kept
} CompileDatabase;

// `path` is the file or the directory that holds compile_commands.json. A broken database is STATUS_USAGE with a
// message that names the line or the entry.
Status compile_database_read(const char *path, Arena *arena, Messages *messages, CompileDatabase **database);

// The compile_commands.json nearest above `file`, or NULL.
const char *compile_database_find(const char *file, Arena *arena);

// The first entry of a file with this canonical name, or NULL; *count is how many entries with other words it has.
const CompileCommand *compile_database_lookup(const CompileDatabase *database, const char *canonical, uint32_t *count);
