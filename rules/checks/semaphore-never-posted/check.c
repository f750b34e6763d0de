// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_NOBODY && wait->operation == EVENT_ACQUIRE;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever to %s: %s.", check_task_name(context, diagnosis, wait->task),
                check_operation_text(context, diagnosis, wait),
                wait->has_peer ? "no task is left that would post it" : "no task posts it");
}

static const char *const tags[] = {"deadlock", "semaphore"};

const Check check_semaphore_never_posted = {
    .rule = {.id = CHECK_ID,
             .name = "SemaphoreNeverPosted",
             .short_text = CHECK_SUMMARY,
             .full_text = "The semaphore is at zero and no task is left that would post it.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
