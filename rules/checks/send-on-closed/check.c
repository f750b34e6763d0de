// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_MISUSE && diagnosis->violation == VIOLATION_SEND_ON_CLOSED;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' sends to '%s', which is closed.", check_task_name(context, diagnosis, wait->task),
                check_object_name(context, diagnosis, wait));
}

static const char *const tags[] = {"misuse", "channel"};

const Check check_send_on_closed = {
    .rule = {.id = CHECK_ID,
             .name = "SendOnClosed",
             .short_text = CHECK_SUMMARY,
             .full_text = "The channel was closed before the send; what happens then is the library's rule: an error, "
                          "a panic or a wait for ever.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 672,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
