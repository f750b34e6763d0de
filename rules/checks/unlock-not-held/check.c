// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_MISUSE &&
           (diagnosis->violation == VIOLATION_UNLOCK_NOT_HELD || diagnosis->violation == VIOLATION_UNLOCK_OF_OTHER ||
            diagnosis->violation == VIOLATION_WAIT_NOT_HELD);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    const char *task = check_task_name(context, diagnosis, wait->task);
    const char *lock = check_object_name(context, diagnosis, wait);
    if (diagnosis->violation == VIOLATION_WAIT_NOT_HELD)
        text_format(message, "'%s' waits on a condition without holding its mutex.", task);
    else if (wait->helper)
        text_format(message, "'%s' unlocks '%s', which '%s' holds.", task, lock,
                    check_task_name(context, diagnosis, wait->helper));
    else
        text_format(message, "'%s' unlocks '%s', which nobody holds.", task, lock);
}

static const char *const tags[] = {"misuse", "lock"};

const Check check_unlock_not_held = {
    .rule = {.id = CHECK_ID,
             .name = "UnlockNotHeld",
             .short_text = CHECK_SUMMARY,
             .full_text = "A lock is given back that is not held, or that another task holds: behaviour is undefined, "
                          "and who relies on the lock is no longer protected.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 832,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
