// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_NOBODY && wait->operation == EVENT_BARRIER;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever at '%s': fewer tasks come than it was made for.",
                check_task_name(context, diagnosis, wait->task), check_object_name(context, diagnosis, wait));
}

static const char *const tags[] = {"deadlock", "barrier"};

const Check check_barrier_never_full = {
    .rule = {.id = CHECK_ID,
             .name = "BarrierNeverFull",
             .short_text = CHECK_SUMMARY,
             .full_text = "The barrier opens when as many tasks have come as it was made for, and fewer come.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
