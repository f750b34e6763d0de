// SPDX-License-Identifier: MIT
// Runs one job per index in child processes, at most so many at a time, and hands their output back
// in the order of the indices. Processes, not threads: a crash or a hang costs one job.
#pragma once
#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum WorkerEnd {
    WORKER_FINISHED,
    WORKER_CRASHED,     // by `signal`, or it ended with a status other than zero
    WORKER_TIMED_OUT,   //
    WORKER_NOT_STARTED, // no process or pipe could be had
} WorkerEnd;

typedef struct WorkerResult {
    WorkerEnd end;
    int signal;
    const char *bytes; // valid until the next worker_pool_next
    size_t size;
} WorkerResult;

// Appends its result to `output`. Runs in the child, which ends right after it.
typedef void (*WorkerJob)(void *context, uint32_t index, Text *output);

typedef struct WorkerPool WorkerPool;

// `jobs` processes at a time (0: as many as there are processors), `timeout` seconds for each (0: no limit).
WorkerPool *worker_pool_create(WorkerJob job, void *context, uint32_t count, uint32_t jobs, uint32_t timeout);

// Waits for the next index's result; false when there is none left.
bool worker_pool_next(WorkerPool *pool, WorkerResult *result);

// Also ends the children that are still running.
void worker_pool_destroy(WorkerPool *pool);
