// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_condition_wait_unguarded;

static const char *say(const Inspection *inspection, const LockProblem *problem) {
    const SiteChain *wait = chain_end(problem->second);
    const Node *node = &program_function(inspection->program, wait->function)->nodes[wait->node];
    const char *name =
        expr_text(inspection->program, inspection->arena, event_operand(inspection->program, node, OPERAND_OBJECT));
    return arena_format(inspection->arena, "'%s' goes on after a wait on '%s' without testing again what it waits for.",
                        program_function(inspection->program, problem->function)->name, *name == '&' ? name + 1 : name);
}

static void inspect(const Inspection *inspection) {
    lock_story_report(inspection, &check_condition_wait_unguarded, PROBLEM_WAIT_UNGUARDED, say);
}

static const char *const tags[] = {"misuse", "condition"};

const Check check_condition_wait_unguarded = {
    .rule = {.id = CHECK_ID,
             .name = "ConditionWaitUnguarded",
             .short_text = CHECK_SUMMARY,
             .full_text = "A condition wait may return without a signal, and what was signalled may be undone before "
                          "the waiter runs. Code behind the wait relies on what is not tested again.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 691, // insufficient control flow management
             .level = LEVEL_WARNING,
             .precision = "high"},
    .inspect = inspect,
};
