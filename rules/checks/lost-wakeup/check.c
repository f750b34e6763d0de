// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    for (uint32_t i = 0; i < diagnosis->wait_count; i++)
        if (diagnosis->waits[i].operation != EVENT_WAIT || diagnosis->waits[i].is_lock) return false;
    return diagnosis->cause == CAUSE_NOBODY || diagnosis->cause == CAUSE_CYCLE;
}

static const char *reason(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    if (diagnosis->cause == CAUSE_CYCLE) return "all that would signal it wait themselves";
    if (wait->completes_elsewhere) return "the signal can come before the wait";
    return wait->has_peer ? "no task is left that would signal it" : "no task signals it";
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever on '%s': %s.", check_task_name(context, diagnosis, wait->task),
                check_object_name(context, diagnosis, wait), reason(diagnosis));
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
