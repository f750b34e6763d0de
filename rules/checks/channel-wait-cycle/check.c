// SPDX-License-Identifier: MIT
#include "checks/check.h"

static bool accepts(const Diagnosis *diagnosis) {
    bool has_channel = false;
    for (uint32_t i = 0; i < diagnosis->wait_count; i++) has_channel |= diagnosis->waits[i].is_channel;
    return diagnosis->cause == CAUSE_CYCLE && has_channel && !check_lock_waits(diagnosis);
}

static void describe_alone(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' waits for ever to %s: only '%s' itself would end the wait, later.",
                check_task_name(context, diagnosis, wait->task), check_operation_text(context, diagnosis, wait),
                check_task_name(context, diagnosis, wait->task));
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    if (diagnosis->wait_count == 1)
        describe_alone(context, diagnosis, message);
    else
        check_describe_cycle(context, diagnosis, message);
}

static const char *const tags[] = {"deadlock", "channel"};

const Check check_channel_wait_cycle = {
    .rule = {.id = CHECK_ID,
             .name = "ChannelWaitCycle",
             .short_text = CHECK_SUMMARY,
             .full_text =
                 "Every task of the cycle is blocked, on a channel or on a lock, and what would end its wait is "
                 "an operation that another blocked task of the cycle performs only later. None of them "
                 "can go on.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = 2,
             .cwe = 833,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
};
