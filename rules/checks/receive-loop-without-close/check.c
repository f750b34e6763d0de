// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->refinement == REFINED_NEVER_CLOSED;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' receives from '%s' until it is closed, and nobody ever closes it.",
                check_task_name(context, diagnosis, wait->task), check_object_name(context, diagnosis, wait));
}

static const char *const tags[] = {"deadlock", "channel"};

const Check check_receive_loop_without_close = {
    .rule = {.id = CHECK_ID,
             .name = "ReceiveLoopWithoutClose",
             .short_text = CHECK_SUMMARY,
             .full_text = "Every value that is received leads back to the receive, and only the close of the channel "
                          "would end the loop. The program has no operation that closes it, so the task waits for "
                          "ever once the last value has come.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 833,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
