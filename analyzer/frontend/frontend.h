// SPDX-License-Identifier: MIT
// Parses one translation unit with libclang and lowers every function to an event graph. The only
// room that sees libclang; no libclang type appears in its headers.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "models/model.h"
#include "program/program.h"

typedef struct ParseRequest {
    const char *path;         // the source file
    const char *directory;    // where the compiler would run; NULL for the working directory
    const char *const *flags; // compiler flags without compiler name, -c, -o and the source file
    uint32_t flag_count;
    const ModelSet *models;
} ParseRequest;

// What could not be followed, for --stats and for the message that lists it.
typedef struct SkippedConstruct {
    const char *function; // "" at file scope
    const char *what;     // "inline assembly", "computed goto", "call through unknown pointer" …
    Place place;
} SkippedConstruct;

typedef struct ExtractStatistics {
    uint32_t functions, nodes, events, calls, unmodelled_calls;
    ARRAY(SkippedConstruct) skipped;
    ARRAY(const char *) included; // absolute paths of the files that it includes, directly or not
} ExtractStatistics;

// Compile errors are forwarded as messages with file and line. STATUS_BAD_INPUT when the file cannot be
// read or has errors after which its syntax tree is not to be trusted; then *program is NULL.
// Program and statistics live in `arena`.
Status frontend_extract(const ParseRequest *request, Arena *arena, Messages *messages, Program **program,
                        ExtractStatistics *statistics);

// "clang version 19.1.7 …" for --version.
const char *frontend_version(Arena *arena);
