// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_deadline_exceeds_caller;

static const char *function_name(const Inspection *inspection, CallSite site) {
    return program_function(inspection->program, site.function)->name;
}

// "50 times as long as", "longer than": the unit of time is the library's own.
static const char *how_long(const Inspection *inspection, const LateWait *late) {
    int64_t times = late->waits / late->grants;
    if (times < 2) return "longer than";
    return arena_format(inspection->arena, "%s%lld times as long as", late->waits % late->grants ? "more than " : "",
                        (long long)times);
}

static void report(const Inspection *inspection, const LateWait *late) {
    const Program *program = inspection->program;
    const char *caller = function_name(inspection, late->grant), *callee = function_name(inspection, late->wait);
    Finding finding = {.certainty = CERTAINTY_FEASIBLE, .place = place_of_node(program, late->wait)};
    finding.message = arena_format(inspection->arena,
                                   late->is_task ? "'%s' waits here %s '%s' waits for its result."
                                                 : "'%s' waits here %s its caller '%s' grants.",
                                   callee, how_long(inspection, late), caller);
    RelatedPlace place = {place_of_node(program, late->grant), late->is_task
                                                                   ? "the result is waited for no longer than this"
                                                                   : "the deadline is handed over here"};
    array_push(&finding.related, inspection->arena, place);
    array_push(&finding.operations, inspection->arena, inspection_operation(inspection, late->wait));
    array_push(&finding.operations, inspection->arena, caller);
    inspection_report(inspection, &check_deadline_exceeds_caller, finding);
}

static void inspect(const Inspection *inspection) {
    LateWaits late = deadline_find_late(inspection);
    for (uint32_t i = 0; i < late.list.count; i++) report(inspection, &late.list.items[i]);
}

static const char *const tags[] = {"misuse", "timeout"};

const Check check_deadline_exceeds_caller = {
    .rule = {.id = CHECK_ID,
             .name = "DeadlineExceedsCaller",
             .short_text = CHECK_SUMMARY,
             .full_text = "The caller hands over a deadline, or waits for the result of a task with one, and the wait "
                          "here has a later one. The caller gets its answer too late, or has gone when it comes.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 662, // improper synchronization
             .level = LEVEL_WARNING,
             .precision = "medium"},
    .inspect = inspect,
};
