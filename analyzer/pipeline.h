// SPDX-License-Identifier: MIT
// All stages in order; start reading at pipeline.c.
#pragma once
#include "frontend/frontend.h"
#include "session.h"

// One translation unit, ready to be analysed. Everything in it lives in `arena`, until the visit ends.
typedef struct ProgramUnit {
    const char *path;
    const Program *program;
    const ExtractStatistics *statistics; // zero for a unit that was read from a database
    Arena *arena;
} ProgramUnit;

// What to do with each program. A failure stops the run.
typedef Status (*ProgramVisit)(void *context, const ProgramUnit *unit);

typedef struct PipelineCount {
    TextList analysed; // paths of the units that were visited
    uint32_t skipped;  // files that could not be analysed; each has its message
} PipelineCount;

// Sources → front end → facts → programs, in the order of the sources whatever --jobs is. Fails only for wrong use
// and internal errors; a file that cannot be analysed has a message and is counted.
Status pipeline_run(Session *session, ProgramVisit visit, void *context, PipelineCount *count);
