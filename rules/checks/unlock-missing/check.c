// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_unlock_missing;

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_NOBODY && diagnosis->waits[0].is_lock;
}

// Where the lock was taken, since that is what has no end; where it is waited for when that is not known.
static CallSite locate(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    return wait->taker ? wait->taken : wait->site;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    const char *task = check_task_name(context, diagnosis, wait->task);
    const char *name = check_object_name(context, diagnosis, wait);
    if (wait->taker)
        text_format(message, "'%s' takes '%s' and does not give it back, so that '%s' waits for it for ever.",
                    check_task_name(context, diagnosis, wait->taker), name, task);
    else
        text_format(message, "'%s' waits for ever to lock '%s', which is not given back.", task, name);
}

static const char *say_kept(const Inspection *inspection, const LockProblem *problem) {
    return arena_format(inspection->arena, "'%s' returns with '%s' locked on one way, and gives it back on others.",
                        program_function(inspection->program, problem->function)->name,
                        lock_story_name(inspection, problem->first));
}

static const char *say_ended(const Inspection *inspection, const LockProblem *problem) {
    return arena_format(inspection->arena, "'%s' ends with '%s' locked.",
                        lock_story_task(inspection, problem->function), lock_story_name(inspection, problem->first));
}

static void inspect(const Inspection *inspection) {
    lock_story_report(inspection, &check_unlock_missing, PROBLEM_UNLOCK_MISSING, say_kept);
    lock_story_report(inspection, &check_unlock_missing, PROBLEM_HELD_AT_TASK_END, say_ended);
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
    .locate = locate,
    .inspect = inspect,
};
