// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_lock_order_cycle;

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_CYCLE && diagnosis->wait_count > 1 &&
           check_lock_waits(diagnosis) == diagnosis->wait_count && !check_is_one_object(diagnosis);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    check_describe_cycle(context, diagnosis, message);
}

static const char *say(const Inspection *inspection, const LockCycle *cycle) {
    const char *text = "Tasks wait for each other for ever: ";
    for (uint32_t i = 0; i < cycle->count; i++)
        text = arena_format(inspection->arena, "%s'%s' to lock '%s'%s", text,
                            lock_story_class(inspection, cycle->parts[i].task),
                            lock_story_name(inspection, cycle->parts[i].site), i + 1 < cycle->count ? ", " : ".");
    return text;
}

static void inspect(const Inspection *inspection) {
    for (uint32_t i = 0; i < inspection->locksets->cycle_count; i++) {
        const LockCycle *cycle = &inspection->locksets->cycles[i];
        if (lock_story_is_cycle_told(inspection, cycle)) continue;
        Finding finding = lock_story_of_cycle(inspection, cycle);
        if (finding.certainty == CERTAINTY_SUSPECTED && circle_run_finds(inspection, cycle)) continue;
        finding.message = say(inspection, cycle);
        inspection_report(inspection, &check_lock_order_cycle, finding);
    }
}

static const char *const tags[] = {"deadlock", "lock"};

const Check check_lock_order_cycle = {
    .rule = {.id = CHECK_ID,
             .name = "LockOrderCycle",
             .short_text = CHECK_SUMMARY,
             .full_text = "Each task of the circle holds a lock that another one waits for: the locks are taken in "
                          "orders that do not fit.",
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
