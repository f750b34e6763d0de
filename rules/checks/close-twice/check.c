// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->cause == CAUSE_MISUSE && diagnosis->violation == VIOLATION_CLOSE_OF_CLOSED;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' closes '%s', which is closed already.", check_task_name(context, diagnosis, wait->task),
                check_object_name(context, diagnosis, wait));
}

static const char *const tags[] = {"misuse", "channel"};

const Check check_close_twice = {
    .rule = {.id = CHECK_ID,
             .name = "CloseTwice",
             .short_text = CHECK_SUMMARY,
             .full_text = "The channel is closed a second time; what happens then is the library's rule: an error, a "
                          "panic or damage.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 675,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
