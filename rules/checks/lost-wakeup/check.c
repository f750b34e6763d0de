// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_NOBODY && wait->operation == EVENT_WAIT && !wait->is_lock;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever on '%s': %s.", check_task_name(context, diagnosis, wait->task),
                check_object_name(context, diagnosis, wait),
                wait->completes_elsewhere ? "the signal can come before the wait"
                : wait->has_peer          ? "no task is left that would signal it"
                                          : "no task signals it");
}

static const char *const tags[] = {"deadlock", "condition"};

const Check check_lost_wakeup = {
    .rule = {.id = CHECK_ID,
             .name = "LostWakeup",
             .short_text = CHECK_SUMMARY,
             .full_text = "A condition remembers no signal: one that comes before the wait is lost, and a wait that no "
                          "task will signal does not end.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
