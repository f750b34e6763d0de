// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_NOBODY && diagnosis->waits[0].is_lock;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever to %s: who took it last never gives it back.",
                check_task_name(context, diagnosis, wait->task), check_operation_text(context, diagnosis, wait));
}

static const char *const tags[] = {"deadlock", "lock"};

const Check check_unlock_missing = {
    .rule = {.id = CHECK_ID,
             .name = "UnlockMissing",
             .short_text = CHECK_SUMMARY,
             .full_text = "A lock is taken and on some path not given back; whoever wants it next waits for ever.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 667,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
