// SPDX-License-Identifier: MIT
// One run of all checks on one program; shared by check_run.c and make_finding.c only.
#pragma once
#include "checks/check.h"
#include "checks/check_run.h"

typedef struct Run {
    const Program *program;
    const PointsTo *points_to;
    const CallGraph *calls;
    const Relevance *relevance, *exact; // of the whole program; NULL until needed
    const CheckOptions *options;
    Arena *arena, *scratch;
    Messages *messages;
    FindingSet *findings;
    CheckStatistics *statistics;
    uint64_t work_left, work_left_for_circles; // circle_run.c has a budget of its own
    bool has_suspicion;                        // something of the root at hand could not be decided
    bool is_contradicted;                      // two engines cannot both be right
    ScopeMap *scopes;                          // NULL until needed, as all that scope_run.c needs
    Relevance *slicer, *exact_slicer;
    struct ExploreShared *shared;
    struct ScopeKeys *keys;    // NULL until needed
    struct IdOrder *order;     // NULL until needed
    uint8_t **endings;         // per function (NULL: unknown), per node: how it ended in some execution
    FunctionList roots;        // that are explored
    struct TaskTree *tasks;    // NULL until needed
    struct Locksets *locksets; // the same
    bool *is_explored,
        *is_undecided; // per function: roots that were explored, and not to the end; then what they reach
} Run;

typedef struct RunLimits {
    uint32_t states;
    uint64_t work;
    bool is_first_try; // parts are asked about afterwards
} RunLimits;

// Explores from the root within the limits and what is left of the run's budget.
Exploration *run_decide(Run *run, FunctionId root, const Relevance *relevance, RunLimits limits);

// What the solver is asked when such an exploration leaves it open (ladder.h).
Hash run_would_ask(Run *run, FunctionId root, const Relevance *relevance);

// Takes what an exploration cost from the budget and counts it.
void run_charge(Run *run, const Exploration *exploration);

// Adds the findings of all stuck states and misuses; sets has_suspicion when some were too uncertain.
void run_report_all(Run *run, Exploration *exploration);

// Whether --checks asks for the check.
bool run_enables(const Run *run, const Check *check);

// Drops findings that --checks does not ask for, at the end: checks look at what others have told, so that --checks
// shows a part of what is found without it, and never something else.
void run_keep_enabled(Run *run);

// Replays the way to the diagnosis and adds the finding, unless the way is impossible or too uncertain to show.
void run_report(Run *run, Exploration *exploration, const Check *check, Diagnosis *diagnosis);

// Fills in what the rule says and adds the finding, unless the profile hides it.
void run_add(Run *run, const Check *check, Finding finding);
