// SPDX-License-Identifier: MIT
// A check to start from. It is compiled with the others, so that it stays right, and listed nowhere, because its
// folder's name starts with "_". scripts/new-check copies the folder; what a check needs is in checks/check.h.
//
// Before a check is asked, the explorer has run the program over all schedules and found the states in which tasks stay
// blocked for ever, and checks/diagnosis.c has said why. A check only chooses the diagnoses that are its own and words
// them; places, the way there, the fingerprint and the outputs follow from the diagnosis.
#include "checks/check.h"

// Is this diagnosis mine? At most one check may say yes, so state what you take, and leave the rest to others: look at
// the accepts of the neighbours, and take away from one of them what becomes yours.
//
// This one takes a task that is blocked in a send when no task is left that would receive, and when the same send does
// not end well in any other execution either (then it would be a leak: blocked-task-leak takes it). It is what
// send-never-received does; change it.
static bool accepts(const Diagnosis *diagnosis) {
    // CAUSE_CYCLE: waits[] are the tasks of a cycle, in order. Otherwise waits[0] is the one blocked task.
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_NOBODY && wait->operation == EVENT_SEND && !wait->completes_elsewhere;
}

// The message. The first sentence must do alone: lists and annotations show nothing else. Names stand in single quotes.
// Say what happens ("waits for ever to send to 'results'"), then why, in the program's own names; no advice (that is
// for README.md) and nothing that changes from run to run, as the message is compared between runs.
static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever to %s: no task receives from it.",
                check_task_name(context, diagnosis, wait->task), check_operation_text(context, diagnosis, wait));
}

// First what kind of bug it is: exactly one of deadlock, leak, race, misuse. Then what it is about: channel, lock, …
static const char *const tags[] = {"deadlock", "channel"};

// The variable's name is check_ and the folder's name with "_" for "-"; that is how the catalogue finds it, so that
// nothing else has to be edited. CHECK_ID, CHECK_SUMMARY and CHECK_README come from the build: the folder's name, the
// first sentence of README.md (at most 120 characters) and the whole of it, which `chanvet explain` prints.
const Check check__template = {
    .rule = {.id = CHECK_ID,
             .name = "CheckTemplate", // the same name as the id, as SARIF viewers show it
             .short_text = CHECK_SUMMARY,
             .full_text = "What is wrong in the program and what it leads to, in two or three sentences, for somebody "
                          "who has not read README.md.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,             // deadlock; 772 for what is never released
             .level = LEVEL_WARNING, // LEVEL_ERROR only when every report is a bug
             .precision = "high"},   // what was measured on real programs
    .accepts = accepts,
    .describe = describe,
};
