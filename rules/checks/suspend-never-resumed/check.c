// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_NOBODY && wait->operation == EVENT_SUSPEND;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    check_describe_lone_wait(context, diagnosis, message, "no task resumes it", "no task is left that would resume it");
}

static const char *const tags[] = {"deadlock", "task"};

const Check check_suspend_never_resumed = {
    .rule = {.id = CHECK_ID,
             .name = "SuspendNeverResumed",
             .short_text = CHECK_SUMMARY,
             .full_text = "The task has suspended itself and no task is left that would resume it.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
