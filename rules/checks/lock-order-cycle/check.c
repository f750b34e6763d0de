// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_CYCLE && diagnosis->wait_count > 1 &&
           check_lock_waits(diagnosis) == diagnosis->wait_count && !check_is_one_object(diagnosis);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    check_describe_cycle(context, diagnosis, message);
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
};
