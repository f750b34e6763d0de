// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_unlock_not_held;

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

static const char *say_unheld(const Inspection *inspection, const LockProblem *problem) {
    return arena_format(inspection->arena, "'%s' unlocks '%s', which it does not hold.",
                        lock_story_task(inspection, problem->function), lock_story_name(inspection, problem->second));
}

static const char *say_twice(const Inspection *inspection, const LockProblem *problem) {
    return arena_format(inspection->arena, "'%s' unlocks '%s' again, which it has given back already.",
                        lock_story_task(inspection, problem->function), lock_story_name(inspection, problem->second));
}

static void inspect(const Inspection *inspection) {
    lock_story_report(inspection, &check_unlock_not_held, PROBLEM_UNLOCK_NOT_HELD, say_unheld);
    lock_story_report(inspection, &check_unlock_not_held, PROBLEM_DOUBLE_UNLOCK, say_twice);
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
    .inspect = inspect,
};
