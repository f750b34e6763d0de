// SPDX-License-Identifier: MIT
// The one header a check includes. A check picks the diagnoses that are its own and words them; the rest
// (exploring, witnesses, places, fingerprints) is done for it. Or it inspects the program itself and makes its own
// findings. See rules/checks/_template.
#pragma once
#include "base/text.h"
#include "checks/cancellation.h"
#include "checks/circle_run.h"
#include "checks/closed_task.h"
#include "checks/copied_lock.h"
#include "checks/deadline.h"
#include "checks/diagnosis.h"
#include "checks/dying_stack.h"
#include "checks/handler_walk.h"
#include "checks/inspection.h"
#include "checks/lock_story.h"
#include "checks/locked_scan.h"
#include "checks/names.h"
#include "checks/poll_loop.h"
#include "checks/race.h"
#include "checks/race_inspection.h"
#include "findings/finding.h"

typedef struct CheckContext {
    const Program *program;
    Arena *arena;
    const PointsTo *points_to; // set for races
    const CallGraph *calls;    // likewise
} CheckContext;

// A check's source is compiled with CHECK_ID, CHECK_SUMMARY (the first sentence of its README.md) and
// CHECK_README defined.
typedef struct Check {
    RuleInfo rule;
    // Whether this diagnosis is this check's. At most one check may say yes. NULL: none is.
    bool (*accepts)(const Diagnosis *diagnosis);
    // The message: first sentence self-sufficient, names in quotes.
    void (*describe)(const CheckContext *context, const Diagnosis *diagnosis, Text *message);
    // Where the finding stands. NULL: at the first wait.
    CallSite (*locate)(const Diagnosis *diagnosis);
    // The same two questions about a data race; NULL: none is this check's.
    bool (*accepts_race)(const CheckContext *context, const RaceFact *race);
    void (*describe_race)(const CheckContext *context, const RaceFact *race, Text *message);
    // Looks at the whole program, once, after it was explored, and reports with inspection_report. NULL: nothing to do.
    void (*inspect)(const Inspection *inspection);
    // The same with the locks and tasks of the whole program and what may race in it; after races were reported.
    void (*inspect_races)(const RaceInspection *inspection);
} Check;

// Whether one task waits with this operation for somebody who comes in no execution, and no closer cause is known.
bool check_nobody_ever_comes(const Diagnosis *diagnosis, EventKind operation);

// "'worker' waits for ever to send to 'results': WHY." The first reason is for when the program has no such operation
// at all, the second for when the tasks that have it will not come to it any more.
void check_describe_lone_wait(const CheckContext *context, const Diagnosis *diagnosis, Text *message,
                              const char *nobody_would, const char *nobody_left_would);

// How many waits of the diagnosis are for a lock.
uint32_t check_lock_waits(const Diagnosis *diagnosis);

// Whether all waits are on one and the same object.
bool check_is_one_object(const Diagnosis *diagnosis);

// "Tasks wait for each other for ever: 'main' to lock 'b', 'worker' to lock 'a'."
void check_describe_cycle(const CheckContext *context, const Diagnosis *diagnosis, Text *message);

// Words for the operation of a wait: "send to 'results'", "receive from 'stop'".
const char *check_operation_text(const CheckContext *context, const Diagnosis *diagnosis, const Wait *wait);
// The object of a wait as its operation writes it: "p->lock".
const char *check_object_name(const CheckContext *context, const Diagnosis *diagnosis, const Wait *wait);
// The channel that diagnosis->signal is, or the flag.
const char *check_signal_name(const CheckContext *context, const Diagnosis *diagnosis);
// The memory of a VIOLATION_STALE_WRITE as it is read: "account->balance".
const char *check_memory_name(const CheckContext *context, const Diagnosis *diagnosis);
const char *check_task_name(const CheckContext *context, const Diagnosis *diagnosis, TaskId task);
