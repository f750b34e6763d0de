// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    if (diagnosis->cause == CAUSE_MISUSE)
        return diagnosis->violation == VIOLATION_COUNT_BELOW_ZERO || diagnosis->violation == VIOLATION_ADD_AFTER_WAIT;
    return diagnosis->cause == CAUSE_NOBODY && wait->operation == EVENT_WAIT_GROUP;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    const char *task = check_task_name(context, diagnosis, wait->task);
    const char *group = check_object_name(context, diagnosis, wait);
    if (diagnosis->cause != CAUSE_MISUSE)
        text_format(message, "'%s' waits for ever on '%s': its count does not come down to zero.", task, group);
    else if (diagnosis->violation == VIOLATION_COUNT_BELOW_ZERO)
        text_format(message, "'%s' brings the count of '%s' below zero.", task, group);
    else
        text_format(message, "'%s' adds to '%s' while it is waited for already.", task, group);
}

static const char *const tags[] = {"deadlock", "wait-group"};

const Check check_wait_group_misuse = {
    .rule = {.id = CHECK_ID,
             .name = "WaitGroupMisuse",
             .short_text = CHECK_SUMMARY,
             .full_text = "More is added to the wait group than is done, so that its wait does not end; or more is "
                          "done than was added; or it is added to when it may have been waited for already.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
