// SPDX-License-Identifier: MIT
// What a check works with that reads the program instead of choosing among the explorer's diagnoses: the linked
// program, who points to what, who calls whom. It runs once per program, after the exploration, and builds its own
// findings with the helpers of names.h.
#pragma once
#include "base/message.h"
#include "findings/finding.h"
#include "link/call_graph.h"
#include "link/control_flow.h"

struct Check;
struct Locksets;

typedef struct Inspection {
    const Program *program;
    const PointsTo *points_to;
    const CallGraph *calls;
    Arena *arena;                    // findings and their texts live here
    const struct Locksets *locksets; // see locksets/locksets.h
    const bool *is_decided;          // per function: every execution through it was explored to the end
    uint8_t **endings;               // per function, per node: how it ended in some execution, as Ending; NULL: unknown
    struct Run *run;                 // takes the findings
} Inspection;

// Adds what `check` has found. The rule is filled in here, and the level unless it is set above note: what is only
// suspected is a note, and shown by --profile strict alone. `finding` has its place, message, certainty, tasks, steps,
// related places, resources and operations; the last two name the cause, so that one cause is told once, whoever finds
// it.
void inspection_report(const Inspection *inspection, const struct Check *check, Finding finding);

// Whether a finding stands at the node's line already.
bool inspection_is_told(const Inspection *inspection, CallSite site);

// The words for resources and operations that every check uses, so that findings of one cause meet: the variable an
// object lies in, or where it is made, and "function:lock".
const char *inspection_resource(const Inspection *inspection, CallSite made, VariableId variable, const char *name);
const char *inspection_operation(const Inspection *inspection, CallSite site);
