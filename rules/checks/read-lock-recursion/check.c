// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_read_lock_recursion;

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_CYCLE && diagnosis->wait_count > 1 &&
           check_lock_waits(diagnosis) == diagnosis->wait_count && check_is_one_object(diagnosis);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever to %s: it reads already, and a writer that came between waits for that.",
                check_task_name(context, diagnosis, wait->task), check_operation_text(context, diagnosis, wait));
}

static const char *say(const Inspection *inspection, const LockProblem *problem) {
    return arena_format(inspection->arena,
                        "'%s' read-locks '%s', which it reads already: a writer that comes between stops both.",
                        lock_story_task(inspection, problem->function), lock_story_name(inspection, problem->second));
}

static void inspect(const Inspection *inspection) {
    lock_story_report(inspection, &check_read_lock_recursion, PROBLEM_READ_RECURSION, say);
}

static const char *const tags[] = {"deadlock", "lock"};

const Check check_read_lock_recursion = {
    .rule = {.id = CHECK_ID,
             .name = "ReadLockRecursion",
             .short_text = CHECK_SUMMARY,
             .full_text = "A reader takes the read lock a second time. Where readers queue behind writers, a writer "
                          "that comes between waits for the first read lock, and the second waits for the writer.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
    .inspect = inspect,
};
