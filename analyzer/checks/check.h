// SPDX-License-Identifier: MIT
// The one header a check includes. A check picks the diagnoses that are its own and words them; the rest
// (exploring, witnesses, places, fingerprints) is done for it. See rules/checks/_template.
#pragma once
#include "base/text.h"
#include "checks/diagnosis.h"
#include "checks/names.h"
#include "findings/finding.h"

typedef struct CheckContext {
    const Program *program;
    Arena *arena;
} CheckContext;

// A check's source is compiled with CHECK_ID, CHECK_SUMMARY (the first sentence of its README.md) and
// CHECK_README defined.
typedef struct Check {
    RuleInfo rule;
    // Whether this diagnosis is this check's. At most one check may say yes.
    bool (*accepts)(const Diagnosis *diagnosis);
    // The message: first sentence self-sufficient, names in quotes.
    void (*describe)(const CheckContext *context, const Diagnosis *diagnosis, Text *message);
} Check;

// Whether one task waits with this operation for somebody who comes in no execution.
bool check_nobody_ever_comes(const Diagnosis *diagnosis, EventKind operation);

// "'worker' waits for ever to send to 'results': WHY." The first reason is for when the program has no such operation
// at all, the second for when the tasks that have it will not come to it any more.
void check_describe_lone_wait(const CheckContext *context, const Diagnosis *diagnosis, Text *message,
                              const char *nobody_would, const char *nobody_left_would);

// Words for the operation of a wait: "send to 'results'", "receive from 'stop'".
const char *check_operation_text(const CheckContext *context, const Diagnosis *diagnosis, const Wait *wait);
const char *check_task_name(const CheckContext *context, const Diagnosis *diagnosis, TaskId task);
