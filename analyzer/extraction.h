// SPDX-License-Identifier: MIT
// Source file → Program, in a worker process: the child parses and lowers, and packs what it found. The same sealed
// bytes go through the worker's pipe, into facts files (chanvet extract) and into the cache.
#pragma once
#include "base/hash.h"
#include "frontend/frontend.h"
#include "source/source_list.h"
#include "wire.h"
#include "worker.h"

typedef struct ExtractionContext {
    const SourceUnit *units;
    const ModelSet *models;
    bool lists_inclusions; // for the cache
} ExtractionContext;

// A file that the unit includes, and what it held when the unit was read.
typedef struct IncludedFile {
    const char *path; // absolute
    Hash content;
} IncludedFile;

// A construct that could not be followed, by the words that users read.
typedef struct SkippedNote {
    const char *function, *what, *path;
    uint32_t line;
} SkippedNote;

typedef struct UnitStatistics {
    uint32_t functions, nodes, events, calls, unmodelled_calls;
    ARRAY(SkippedNote) skipped;
} UnitStatistics;

// What reading a unit gave. Texts live in the arena it was read into, `packed` within the bytes it was read from.
typedef struct Extraction {
    Status status;
    const char *path;
    Messages messages;
    UnitStatistics statistics;
    ARRAY(IncludedFile) included;
    bool is_settled;    // no file changed while it was read: `included` can be trusted
    const void *packed; // the program for facts_unpack; NULL unless the status is STATUS_OK
    size_t packed_size;
} Extraction;

// A WorkerJob; `context` is an ExtractionContext.
void extraction_run(void *context, uint32_t index, Text *output);

// Takes sealed bytes apart. STATUS_BAD_INPUT with a message that names `name` when they are not what extraction_run
// makes; the status of the extraction itself is in *extraction.
Status extraction_read(const char *name, const void *bytes, size_t size, Arena *arena, Messages *messages,
                       Extraction *extraction);

// Takes a worker's result apart and appends its messages. STATUS_BAD_INPUT with a message for a unit that could not be
// parsed, whose worker crashed or was out of time.
Status extraction_receive(const WorkerResult *result, const SourceUnit *unit, Arena *arena, Messages *messages,
                          Extraction *extraction);

// Messages as wire, for whoever keeps some.
void messages_put(const Messages *messages, Text *output);
void messages_get(WireReader *reader, Arena *arena, Messages *messages);
void messages_append(const Messages *from, Messages *to);
