// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_busy_select;

static const char *object_name(const Inspection *inspection, CallSite site) {
    const Program *program = inspection->program;
    const Node *node = &program_function(program, site.function)->nodes[site.node];
    ExprId operand = node->kind == NODE_EVENT ? event_operand(program, node, OPERAND_OBJECT) : 0;
    const char *text = operand ? expr_text(program, inspection->arena, operand) : "";
    return *text == '&' ? text + 1 : text;
}

static const char *what_is_polled(const Inspection *inspection, const PollLoop *loop) {
    const Node *node = &program_function(inspection->program, loop->polls[0].function)->nodes[loop->polls[0].node];
    if (loop->poll_count > 1) return "what it polls has";
    if (node->kind == NODE_CALL) return arena_format(inspection->arena, "'%s' has", node->text);
    if (loop->api->event == EVENT_SELECT) return "its select has";
    const char *name = object_name(inspection, loop->polls[0]);
    return *name ? arena_format(inspection->arena, "'%s' has", name) : "what it polls has";
}

static void report(const Inspection *inspection, FunctionId id, const PollLoop *loop) {
    const char *name = program_function(inspection->program, id)->name;
    const char *what = what_is_polled(inspection, loop);
    Finding finding = {.certainty = CERTAINTY_FEASIBLE,
                       .level = loop->is_cooperative ? LEVEL_ERROR : LEVEL_WARNING,
                       .place = place_of_node(inspection->program, loop->polls[0])};
    finding.message =
        loop->is_cooperative
            ? arena_format(inspection->arena,
                           "'%s' goes round without yielding while %s nothing, and no other task can run.", name, what)
            : arena_format(inspection->arena,
                           "'%s' takes a whole processor while %s nothing: it never waits or sleeps.", name, what);
    for (uint32_t i = 0; i < loop->poll_count; i++) {
        array_push(&finding.operations, inspection->arena, inspection_operation(inspection, loop->polls[i]));
        if (!i) continue;
        RelatedPlace place = {place_of_node(inspection->program, loop->polls[i]),
                              "and this is polled in the same loop"};
        array_push(&finding.related, inspection->arena, place);
    }
    inspection_report(inspection, &check_busy_select, finding);
}

static void inspect(const Inspection *inspection) {
    const bool *polls = poll_loops_pollers(inspection);
    for (FunctionId id = 1; id < inspection->program->functions.count; id++) {
        if (!polls[id] || !program_function(inspection->program, id)->is_defined) continue;
        if (!points_to_is_reached(inspection->points_to, id)) continue;
        PollLoops loops = poll_loops_of(inspection, id);
        for (uint32_t i = 0; i < loops.list.count; i++) report(inspection, id, &loops.list.items[i]);
    }
}

static const char *const tags[] = {"misuse", "channel", "lock"};

const Check check_busy_select = {
    .rule = {.id = CHECK_ID,
             .name = "BusySelect",
             .short_text = CHECK_SUMMARY,
             .full_text = "The loop polls: a select with a default, a try form or a timeout of zero. When there is "
                          "nothing for it, it goes round again without a wait, a sleep or a yield. Under a "
                          "cooperative scheduler no other task runs meanwhile, so nothing can ever come; with threads "
                          "it takes a whole processor.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 835, // loop with unreachable exit condition
             .level = LEVEL_WARNING,
             .precision = "high"},
    .inspect = inspect,
};
