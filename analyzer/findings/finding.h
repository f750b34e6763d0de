// SPDX-License-Identifier: MIT
// What a check reports: plain data, built by checks, printed by report/. Findings are merged, sorted
// and given fingerprints here, so every output format shows the same list in the same order.
#pragma once
#include "base/arena.h"
#include "base/array.h"

#include <stdbool.h>

typedef enum Certainty { CERTAINTY_SUSPECTED, CERTAINTY_FEASIBLE, CERTAINTY_CONFIRMED } Certainty;
typedef enum Level { LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR } Level;

// How a finding stands to the accepted ones; see findings_baseline.h.
typedef enum BaselineState { BASELINE_NOT_COMPARED, BASELINE_NEW, BASELINE_UNCHANGED } BaselineState;

// A rule as users see it; one per check, whether it reported or not.
typedef struct RuleInfo {
    const char *id;            // "channel-wait-cycle"
    const char *name;          // "ChannelWaitCycle"
    const char *short_text;    // one sentence, ≤ 120 characters
    const char *full_text;     // a few sentences, ≤ 1024 characters
    const char *help_markdown; // the check's README.md
    const char *const *tags;   // exactly one of deadlock, leak, race, misuse; then channel, lock, …
    uint32_t tag_count;
    uint32_t cwe; // 833
    Level level;
    const char *precision; // "high", "medium", measured
} RuleInfo;

// Columns are 1-based and count bytes; report/ converts where a format counts otherwise.
typedef struct FindingPlace {
    const char *path;                  // NULL when there is none
    uint32_t line, column, end_column; // end_column is one past the last byte; 0 when unknown
    const char *function;              // enclosing function
} FindingPlace;

typedef enum StepKind {
    STEP_SPAWN,
    STEP_MAKE,
    STEP_SEND,
    STEP_RECEIVE,
    STEP_SELECT,
    STEP_CLOSE,
    STEP_LOCK,
    STEP_UNLOCK,
    STEP_WAIT,
    STEP_BRANCH,
    STEP_TIMEOUT,
    STEP_END,
    STEP_CALL,
    STEP_OTHER,
} StepKind;

// One event of the witness, in order.
typedef struct Step {
    StepKind kind;
    uint32_t task; // 1-based index into Finding.tasks
    FindingPlace place;
    const char *text;  // "sends to 'results', which is empty, and waits" – no task prefix, no full stop
    const char *state; // "holds {mu}; results 1/1", or NULL
    bool is_essential; // the blocked operations and what made them so
    uint32_t depth;    // call depth in the task
} Step;

typedef struct FindingTask {
    const char *name;     // "main", "worker"
    const char *label;    // "T1"
    FindingPlace spawned; // path NULL for main
    uint32_t spawner;     // 1-based task that started it; 0 for main
} FindingTask;

typedef struct RelatedPlace {
    FindingPlace place;
    const char *text; // "channel 'c' is made here"
} RelatedPlace;

typedef struct Finding {
    const RuleInfo *rule;
    Level level;
    Certainty certainty;
    FindingPlace place;  // primary: one line
    const char *message; // first sentence self-sufficient, ≤ 120 characters, names in quotes, ends with a full stop
    ARRAY(FindingTask) tasks;
    ARRAY(Step) steps;              // the interleaving, minimal
    ARRAY(RelatedPlace) related;    // spawn sites, declarations, missing partners
    ARRAY(const char *) resources;  // canonical names for the fingerprint: "file:function:variable.field"
    ARRAY(const char *) operations; // "function:operation" of each blocked task, for the fingerprint
    const char *bound;              // "loops followed at most 3 times", or NULL when nothing was bounded
    BaselineState baseline;         // set by findings_baseline_apply
} Finding;

typedef struct FindingSet {
    Arena *arena;
    ARRAY(Finding) list;
} FindingSet;

void findings_add(FindingSet *set, Finding finding);

// Removes repetitions of one cause (same rule, resources and operations), keeping the one that sorts
// first among those of the highest certainty, and sorts by path, line, column, rule. Places of the
// removed ones become related places of the one that is kept.
void findings_finish(FindingSet *set);

// How many findings are at or above `least`, leaving out those that a baseline accepts.
uint32_t findings_count(const FindingSet *set, Level least);

// The first sentence of the message, with its full stop.
const char *finding_first_sentence(const Finding *finding, Arena *arena);

// Sixteen hexadecimal digits that survive moved lines: rule, resources, sorted operations; no line, no absolute path.
const char *finding_fingerprint(const Finding *finding, Arena *arena);
