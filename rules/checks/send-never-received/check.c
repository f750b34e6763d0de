// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return check_nobody_ever_comes(diagnosis, EVENT_SEND);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    check_describe_lone_wait(context, diagnosis, message, "no task receives from it",
                             "no task is left that would receive from it");
}

static const char *const tags[] = {"deadlock", "channel"};

const Check check_send_never_received = {
    .rule = {.id = CHECK_ID,
             .name = "SendNeverReceived",
             .short_text = CHECK_SUMMARY,
             .full_text = "The send blocks, and in no execution does a task receive what it sends: the "
                          "receiver is missing, was never started, or has ended.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = 2,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
