// SPDX-License-Identifier: MIT
// One run of the program under libqtrace, in a process group of its own, its output thrown away.
#pragma once
#include "confirm/evidence.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Runner {
    Arena *arena;
    const char *program;    // path of the file that is executed
    char *const *arguments; // with the program's name, closed by NULL
    const char *library;    // libqtrace.so to be loaded before others; NULL: it is linked in
    const char *directory;  // for the plan and the evidence
    uint32_t timeout;       // seconds
} Runner;

typedef struct RunOutcome {
    bool is_started;    // false: it could not be executed
    bool is_late;       // it had to be ended because its time was over
    bool is_enough;     // it was ended because all that was looked for was seen
    int signal, status; // how it ended by itself
    Evidence evidence;
} RunOutcome;

// Ends the run early as soon as `is_enough` says so of what was seen so far.
typedef bool (*EvidenceTest)(const Evidence *evidence, void *context);

RunOutcome run_program(const Runner *runner, const char *plan, EvidenceTest is_enough, void *context);

// Whether a file holds libqtrace already: programs linked by qtrace-cc.
bool run_is_linked(const char *program);
