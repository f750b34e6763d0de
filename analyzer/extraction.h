// SPDX-License-Identifier: MIT
// Source file → Program, in a worker process: the child parses, lowers and stores the facts in a
// database in memory; the parent gets that database, the messages and the statistics through a pipe.
#pragma once
#include "facts/facts.h"
#include "frontend/frontend.h"
#include "source/source_list.h"
#include "worker.h"

typedef struct ExtractionContext {
    const SourceUnit *units;
    const ModelSet *models;
} ExtractionContext;

typedef struct Extraction {
    Facts *facts; // one unit; close it with facts_close. NULL on failure
    int64_t unit;
    ExtractStatistics statistics; // places refer to the files of the unit's program
} Extraction;

// A WorkerJob; `context` is an ExtractionContext.
void extraction_run(void *context, uint32_t index, Text *output);

// Takes a worker's result apart. STATUS_BAD_INPUT with a message for a unit that could not be parsed, whose worker
// crashed or was out of time.
Status extraction_receive(const WorkerResult *result, const SourceUnit *unit, Arena *arena, Messages *messages,
                          Extraction *extraction);
