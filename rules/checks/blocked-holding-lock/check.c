// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_blocked_holding_lock;

static bool accepts(const Diagnosis *diagnosis) {
    uint32_t locks = check_lock_waits(diagnosis);
    return diagnosis->cause == CAUSE_CYCLE && locks && locks < diagnosis->wait_count;
}

// At the wait that should not have happened with a lock held.
static CallSite locate(const Diagnosis *diagnosis) {
    uint32_t first = 0;
    while (first + 1 < diagnosis->wait_count && diagnosis->waits[first].is_lock) first++;
    return diagnosis->waits[first].site;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    check_describe_cycle(context, diagnosis, message);
}

static const char *say(const Inspection *inspection, const LockProblem *problem) {
    return arena_format(inspection->arena, "'%s' waits with '%s' locked, which '%s' needs to end the wait.",
                        lock_story_task(inspection, problem->function), lock_story_name(inspection, problem->first),
                        lock_story_class(inspection, problem->other_task));
}

static void inspect(const Inspection *inspection) {
    lock_story_report(inspection, &check_blocked_holding_lock, PROBLEM_BLOCKED_HOLDING, say);
}

static const char *const tags[] = {"deadlock", "lock"};

const Check check_blocked_holding_lock = {
    .rule = {.id = CHECK_ID,
             .name = "BlockedHoldingLock",
             .short_text = CHECK_SUMMARY,
             .full_text = "A task blocks on a channel, a condition, a counter or the end of a task while it holds a "
                          "lock, and who would wake it needs that lock first.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
    .locate = locate,
    .inspect = inspect,
};
