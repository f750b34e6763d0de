// SPDX-License-Identifier: MIT
// All stages in order; start reading at pipeline.c.
#pragma once
#include "frontend/frontend.h"
#include "graph/communication_graph.h"
#include "session.h"

// One translation unit, ready to be analysed. Everything in it lives in `arena`, which is freed after the visit.
typedef struct ProgramUnit {
    const char *path;
    Program *program;
    const ExtractStatistics *statistics; // zero for a unit that was read from a database
    Arena *arena;
    bool is_kept; // set by the visit when something refers to the unit's memory after it: a finding's texts
} ProgramUnit;

// What to do with each program. A failure stops the run.
typedef Status (*ProgramVisit)(void *context, ProgramUnit *unit);

typedef struct PipelineResult {
    TextList analysed; // paths of the units that were visited
    uint32_t skipped;  // files that could not be analysed; each has its message
    ARRAY(Arena *) kept;
} PipelineResult;

// Sources → front end → facts → programs, in the order of the sources whatever --jobs is; without sources the units
// of the database of --db. Fails only for wrong use and internal errors; a file that cannot be analysed has a message
// and is counted. Release *result in any case.
Status pipeline_run(Session *session, ProgramVisit visit, void *context, PipelineResult *result);
void pipeline_release(PipelineResult *result);

// The communication graph of a unit, in its arena; a message when pointers were not followed to the end.
CommunicationGraph *pipeline_graph(const ProgramUnit *unit, Messages *messages);
