// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_MISUSE && diagnosis->violation == VIOLATION_STALE_WRITE;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *act = &diagnosis->waits[0];
    const char *words = check_memory_name(context, diagnosis);
    const char *task = check_task_name(context, diagnosis, act->task);
    const char *other = check_task_name(context, diagnosis, act->helper);
    if (diagnosis->stale.check)
        text_format(message, "Stale check: '%s' writes '%s' though '%s' has changed what it tested.", task, words,
                    other);
    else
        text_format(message, "Lost update: '%s' writes '%s' from a value read before '%s' wrote it.", task, words,
                    other);
    text_append(message, " Between the two the task lets others run.");
}

static const char *const tags[] = {"race", "memory"};

const Check check_atomicity_across_switch = {
    .rule = {.id = CHECK_ID,
             .name = "AtomicityAcrossSwitch",
             .short_text = CHECK_SUMMARY,
             .full_text = "Under a cooperative scheduler a task reads shared memory, lets others run, and then writes "
                          "the memory by what it read before. What another task has written meanwhile is lost, or the "
                          "check that allowed the write does not hold any more.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 362,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
