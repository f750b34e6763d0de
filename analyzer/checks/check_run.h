// SPDX-License-Identifier: MIT
// Runs every enabled check on a program: explores it from its roots, diagnoses what is stuck, and makes
// findings of what the checks accept.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "findings/finding.h"
#include "program/program.h"

#include <stdio.h>

typedef enum Profile { PROFILE_DEFAULT, PROFILE_STRICT, PROFILE_ALL } Profile;

typedef struct CheckOptions {
    const char *check_globs; // comma-separated, "-" removes; NULL for all
    Profile profile;
    uint32_t
        budget; // seconds for one program, as a measure of work that does not depend on the machine; 0 for the default
    struct SmtDump *smt_dump;   // takes the solver's questions; NULL for none
    struct ScopeMemory *memory; // of what scopes gave in earlier runs (scope_memory.h); NULL for none
} CheckOptions;

typedef struct CheckStatistics {
    uint32_t roots; // entry points that were explored
    uint32_t safe_all, safe_bound, bugs, candidates;
    uint32_t scopes;           // parts of the program that were explored by themselves, once for each entry point
    uint32_t recalled_scopes;  // of these, known from an earlier run
    uint32_t largest_scope;    // operations on its objects
    uint32_t unreported;       // tasks wait for ever, but on locks alone, as servers at rest, or only perhaps
    uint32_t undecided_scopes; // neither proved nor refuted within the budget
    uint32_t hidden;           // suspicions that only another profile shows
    uint32_t open_objects;     // channels that code outside the program may use: nothing is claimed about them
    uint64_t states, work;
} CheckStatistics;

// The rules of all checks, sorted by id; static.
const RuleInfo *const *checks_rules(uint32_t *count);

// Adds to `findings` and `statistics`. Findings' texts live in `arena`. A spent budget is a message and a count, not a
// failure; STATUS_BUDGET means that it was spent before anything was explored.
Status checks_run(const Program *program, const CheckOptions *options, Arena *arena, Messages *messages,
                  FindingSet *findings, CheckStatistics *statistics);

void checks_add_statistics(CheckStatistics *sum, const CheckStatistics *more);
void checks_print_statistics(const CheckStatistics *statistics, FILE *out);
