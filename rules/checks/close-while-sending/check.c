// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_MISUSE && diagnosis->violation == VIOLATION_CLOSE_WHILE_SENDING;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' closes '%s' while '%s' is still sending to it.",
                check_task_name(context, diagnosis, wait->task), check_object_name(context, diagnosis, wait),
                check_task_name(context, diagnosis, wait->helper));
}

static const char *const tags[] = {"misuse", "channel"};

const Check check_close_while_sending = {
    .rule = {.id = CHECK_ID,
             .name = "CloseWhileSending",
             .short_text = CHECK_SUMMARY,
             .full_text = "The channel is closed while another task is blocked in a send to it; what happens to that "
                          "send is the library's rule.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 672,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
