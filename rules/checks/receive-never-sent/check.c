// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return check_nobody_ever_comes(diagnosis, EVENT_RECEIVE);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    check_describe_lone_wait(context, diagnosis, message, "no task sends to it or closes it",
                             "no task is left that would send to it or close it");
}

static const char *const tags[] = {"deadlock", "channel"};

const Check check_receive_never_sent = {
    .rule = {.id = CHECK_ID,
             .name = "ReceiveNeverSent",
             .short_text = CHECK_SUMMARY,
             .full_text = "The receive blocks, and in no execution does a task send to the channel or "
                          "close it: the sender is missing, was never started, or has ended.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = 2,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
