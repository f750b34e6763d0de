// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_BEHIND || (diagnosis->cause == CAUSE_NOBODY && !diagnosis->refinement &&
                                                wait->is_channel && wait->completes_elsewhere);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    const char *task = check_task_name(context, diagnosis, wait->task);
    const char *operation = check_operation_text(context, diagnosis, wait);
    if (diagnosis->cause == CAUSE_BEHIND)
        text_format(message, "'%s' can wait for ever to %s: '%s' is itself blocked for ever.", task, operation,
                    check_task_name(context, diagnosis, wait->helper));
    else if (wait->polls)
        text_format(message, "'%s' can go round for ever, waiting to %s: nobody is left who would end it.", task,
                    operation);
    else
        text_format(message, "'%s' can wait for ever to %s: its peer takes another path.", task, operation);
}

static const char *const tags[] = {"leak", "channel"};

const Check check_blocked_task_leak = {
    .rule = {.id = CHECK_ID,
             .name = "BlockedTaskLeak",
             .short_text = CHECK_SUMMARY,
             .full_text = "The operation ends well in some executions. In the one shown, the task on the other side "
                          "takes another path (a timeout, an early return, an error) and never comes back, so this "
                          "task stays blocked for ever with everything it holds.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = 2,
             .cwe = 772,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
