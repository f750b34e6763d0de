// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_double_lock;

static bool accepts(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_CYCLE && diagnosis->wait_count == 1 && wait->is_lock;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever to %s, which it holds already.",
                check_task_name(context, diagnosis, wait->task), check_operation_text(context, diagnosis, wait));
}

static const char *say(const Inspection *inspection, const LockProblem *problem) {
    return arena_format(inspection->arena, "'%s' waits for ever to lock '%s', which it holds already.",
                        lock_story_task(inspection, problem->function), lock_story_name(inspection, problem->second));
}

static void inspect(const Inspection *inspection) {
    lock_story_report(inspection, &check_double_lock, PROBLEM_DOUBLE_LOCK, say);
}

static const char *const tags[] = {"deadlock", "lock"};

const Check check_double_lock = {
    .rule = {.id = CHECK_ID,
             .name = "DoubleLock",
             .short_text = CHECK_SUMMARY,
             .full_text = "A task locks a lock again that it has not given back, and the lock does not count its "
                          "holder: it waits for itself.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 764,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
    .inspect = inspect,
};
