// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_NOBODY && wait->operation == EVENT_SELECT && !wait->completes_elsewhere;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever to %s: no case can become ready.",
                check_task_name(context, diagnosis, wait->task), check_operation_text(context, diagnosis, wait));
}

static const char *const tags[] = {"deadlock", "channel"};

const Check check_select_never_ready = {
    .rule = {.id = CHECK_ID,
             .name = "SelectNeverReady",
             .short_text = CHECK_SUMMARY,
             .full_text = "The select has neither a default nor a timeout, and no task is left that would "
                          "make one of its cases ready.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = 2,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
