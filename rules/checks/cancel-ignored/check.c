// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->refinement == REFINED_CANCEL_IGNORED;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' is told to end by '%s', but waits for ever to %s without listening to it.",
                check_task_name(context, diagnosis, wait->task), check_signal_name(context, diagnosis),
                check_operation_text(context, diagnosis, wait));
}

static const char *const tags[] = {"leak", "channel"};

const Check check_cancel_ignored = {
    .rule = {.id = CHECK_ID,
             .name = "CancelIgnored",
             .short_text = CHECK_SUMMARY,
             .full_text = "A cancel was given, and the task listens to it elsewhere, or others do who wait for the "
                          "same. This operation waits for its peer alone; after the cancel the peer does not come, so "
                          "the task never ends.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 772,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
