// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    bool has_channel = false, has_other = false;
    for (uint32_t i = 0; i < diagnosis->wait_count; i++) {
        has_channel |= diagnosis->waits[i].is_channel;
        has_other |= diagnosis->waits[i].operation != EVENT_WAIT; // of conditions alone: lost-wakeup
    }
    return diagnosis->cause == CAUSE_CYCLE && has_other && !has_channel && !check_lock_waits(diagnosis);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    check_describe_cycle(context, diagnosis, message);
}

static const char *const tags[] = {"deadlock", "wait-group"};

const Check check_join_cycle = {
    .rule = {.id = CHECK_ID,
             .name = "JoinCycle",
             .short_text = CHECK_SUMMARY,
             .full_text = "Each task of the circle waits for the end of another one, or for a count, a semaphore or a "
                          "signal that another one gives only later.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
