// SPDX-License-Identifier: MIT
// How a call went. Functions that can fail return a Status and put one line for the user into the
// Messages they were given; on STATUS_OK the sink is untouched. A broken invariant of our own
// aborts with context instead (see invariant below).
#pragma once

typedef enum Status {
    STATUS_OK,
    STATUS_USAGE,     // wrong options or configuration: exit status 2
    STATUS_BAD_INPUT, // an input file cannot be used: unreadable, does not compile, broken JSON
    STATUS_BUDGET,    // a time, state or size budget was spent before an answer
    STATUS_INTERNAL,  // our own fault: exit status 4
} Status;

// Ends the process with file, line and `reason` when a condition that our own code guarantees fails.
#define invariant(condition, reason) ((condition) ? (void)0 : invariant_failed(__FILE__, __LINE__, #condition, reason))
_Noreturn void invariant_failed(const char *file, int line, const char *condition, const char *reason);
