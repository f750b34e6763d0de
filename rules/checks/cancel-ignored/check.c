// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_cancel_ignored;

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->refinement == REFINED_CANCEL_IGNORED;
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    const Wait *wait = &diagnosis->waits[0];
    text_format(message, "'%s' is told to end by '%s', but waits for ever to %s without listening to it.",
                check_task_name(context, diagnosis, wait->task), check_signal_name(context, diagnosis),
                check_operation_text(context, diagnosis, wait));
}

static void report(const Inspection *inspection, const EndlessTask *task) {
    const Program *program = inspection->program;
    Finding finding = {.certainty = CERTAINTY_FEASIBLE, .place = place_of_node(program, task->waits)};
    finding.message =
        arena_format(inspection->arena, "'%s' goes on when its calls fail, so the close that cancels it never returns.",
                     program_function(program, task->waits.function)->name);
    RelatedPlace place = {place_of_node(program, task->closes), "this waits until the task has ended"};
    array_push(&finding.related, inspection->arena, place);
    array_push(&finding.operations, inspection->arena, inspection_operation(inspection, task->waits));
    array_push(&finding.operations, inspection->arena, inspection_operation(inspection, task->closes));
    inspection_report(inspection, &check_cancel_ignored, finding);
}

static void inspect(const Inspection *inspection) {
    EndlessTasks tasks = closed_task_find_endless(inspection);
    for (uint32_t i = 0; i < tasks.list.count; i++) report(inspection, &tasks.list.items[i]);
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
    .inspect = inspect,
};
