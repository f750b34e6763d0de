// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return check_nobody_ever_comes(diagnosis, EVENT_SELECT);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    check_describe_lone_wait(context, diagnosis, message, "no case can become ready",
                             "no task is left that would make a case ready");
}

static const char *const tags[] = {"deadlock", "channel"};

const Check check_select_never_ready = {
    .rule = {.id = CHECK_ID,
             .name = "SelectNeverReady",
             .short_text = CHECK_SUMMARY,
             .full_text = "The select has neither a default nor a timeout, and no task is left that would "
                          "make one of its cases ready.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = 2,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
