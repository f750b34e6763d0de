// SPDX-License-Identifier: MIT
// All stages in order; start reading at pipeline.c.
#pragma once
#include "extraction.h"
#include "graph/communication_graph.h"
#include "session.h"
#include "unit_cache.h"

// One program, ready to be analysed: a translation unit with everything that is linked to it. Everything in it lives in
// `arena`, which is freed after the visit.
typedef struct ProgramUnit {
    const char *path; // of the source file with the entry function; of a library its first
    Program *program;
    TextList sources;   // paths of the source files
    TextList undefined; // names that it needs and that no file given defines
    Arena *arena;
    UnitCache *cache;       // where the visit can keep what it found; NULL without
    Hash key;               // names the program's content, this program and the models
    uint32_t first_message; // of the session's messages: those from here on are about this program
} ProgramUnit;

// What to do with each program. A failure stops the run; STATUS_BUDGET asks for the program's files one by one.
typedef Status (*ProgramVisit)(void *context, ProgramUnit *unit);

// Does what the visit would do for a unit that has no program yet, from what an earlier visit kept in unit->cache.
// False when that cannot be done.
typedef bool (*ProgramRecall)(void *context, const ProgramUnit *unit, Status *status);

typedef struct ProgramVisitor {
    ProgramVisit visit;
    ProgramRecall recall; // NULL for none
    void *context;
} ProgramVisitor;

typedef struct PipelineResult {
    TextList analysed;         // paths of the source files that were read
    uint32_t programs;         // that were visited
    uint32_t skipped;          // files that could not be analysed; each has its message
    UnitStatistics statistics; // sums over all units; zero for programs that were read from a database
} PipelineResult;

// Sources → front end → facts → linked programs, in the order of the sources whatever --jobs is; without sources the
// programs of the database of --db. Fails only for wrong use and internal errors; a file that cannot be analysed has a
// message and is counted.
Status pipeline_run(Session *session, ProgramVisitor visitor, PipelineResult *result);

// The same from facts files, the operands of chanvet link. Functions with two definitions in one program are errors.
Status pipeline_link(Session *session, ProgramVisitor visitor, PipelineResult *result);

// The program and its communication graph into the database, for queries and for later runs. STATUS_BUDGET when it is
// linked of several files and too large to be followed as a whole; then nothing is stored.
Status pipeline_store(Facts *database, const ProgramUnit *unit, Messages *messages);

// The communication graph of a program, in its arena; a message when pointers were not followed to the end.
CommunicationGraph *pipeline_graph(const ProgramUnit *unit, Messages *messages);

// What the command's files and flags ask for. STATUS_USAGE with a message for wrong ones.
Status pipeline_load_models(Session *session, ModelSet **models);
Status pipeline_collect_sources(Session *session, SourceList *sources);
