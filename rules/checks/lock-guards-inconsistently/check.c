// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_lock_guards_inconsistently;

static const char *plain(const char *text) {
    return *text == '&' ? text + 1 : text;
}

static CallSite site_of(const MemoryAccess *access) {
    return (CallSite){access->function, access->node};
}

static const char *lock_words(const Inspection *program, const HeldLock *lock) {
    const SiteChain *taken = chain_end(lock->site);
    const Node *node = &program_function(program->program, taken->function)->nodes[taken->node];
    ExprId operand = node->kind == NODE_EVENT ? event_operand(program->program, node, OPERAND_OBJECT) : 0;
    return operand ? plain(expr_text(program->program, program->arena, operand)) : "a lock";
}

// Beside a race that is told it is told as well; alone it only suggests one.
static bool has_told_race(const Inspection *program, const RaceCandidate *candidate) {
    for (uint32_t i = 0; i < candidate->member_count; i++)
        if (inspection_is_told(program, site_of(candidate->members[i].access))) return true;
    return false;
}

static void report(const RaceInspection *inspection, const LockBelief *belief) {
    const Inspection *program = &inspection->program;
    const RaceCandidate *candidate = &inspection->races->candidates[belief->candidate];
    const MemoryAccess *odd = belief->without[0];
    const char *memory = plain(expr_text(program->program, program->arena, odd->address));
    const char *lock = lock_words(program, belief->lock);
    Finding finding = {.certainty = has_told_race(program, candidate) ? CERTAINTY_FEASIBLE : CERTAINTY_SUSPECTED,
                       .place = place_of_node(program->program, site_of(odd))};
    finding.message =
        arena_format(program->arena, "'%s' is accessed without '%s', which is held at %u of its %u accesses.", memory,
                     lock, belief->held, belief->total);
    for (uint32_t i = 1; i < belief->without_count; i++) {
        RelatedPlace place = {place_of_node(program->program, site_of(belief->without[i])), "nor is it held here"};
        array_push(&finding.related, program->arena, place);
    }
    RelatedPlace place = {place_of_node(program->program, belief->example), "here it is held"};
    array_push(&finding.related, program->arena, place);
    array_push(&finding.resources, program->arena, inspection_resource(program, site_of(odd), 0, memory));
    array_push(&finding.operations, program->arena, lock);
    inspection_report(program, &check_lock_guards_inconsistently, finding);
}

static void inspect_races(const RaceInspection *inspection) {
    LockBeliefs beliefs = races_find_beliefs(inspection->races, inspection->program.arena);
    for (uint32_t i = 0; i < beliefs.list.count; i++)
        if (!inspection->is_apart[beliefs.list.items[i].candidate]) report(inspection, &beliefs.list.items[i]);
}

static const char *const tags[] = {"race", "lock"};

const Check check_lock_guards_inconsistently = {
    .rule = {.id = CHECK_ID,
             .name = "LockGuardsInconsistently",
             .short_text = CHECK_SUMMARY,
             .full_text = "Most places that access the memory while other tasks may do so hold one and the same lock, "
                          "and this one does not. The lock was probably forgotten here. A hint, not a proof.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 820, // missing synchronization
             .level = LEVEL_NOTE,
             .precision = "medium"},
    .inspect_races = inspect_races,
};
