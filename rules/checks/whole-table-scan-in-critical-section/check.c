// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_whole_table_scan_in_critical_section;

static const char *plain(const char *text) {
    return *text == '&' ? text + 1 : text;
}

static void report(const RaceInspection *races, const LockedScan *found) {
    const Inspection *inspection = &races->program;
    const Program *program = inspection->program;
    const Node *taken = &program_function(program, found->taken.function)->nodes[found->taken.node];
    const char *lock = plain(expr_text(program, inspection->arena, event_operand(program, taken, OPERAND_OBJECT)));
    const char *table = plain(expr_text(program, inspection->arena, found->table));
    Finding finding = {.certainty = CERTAINTY_FEASIBLE, .place = place_of_node(program, found->scan)};
    finding.message = arena_format(inspection->arena,
                                   "'%s' is held while all of '%s' is visited, again and again. '%s' waits that long "
                                   "to work on one element.",
                                   lock, table, race_inspection_task(races, found->task));
    RelatedPlace here = {place_of_node(program, found->held), "taken here for all of it"};
    RelatedPlace there = {place_of_node(program, found->taken), "taken here for one element"};
    array_push(&finding.related, inspection->arena, here);
    array_push(&finding.related, inspection->arena, there);
    array_push(&finding.resources, inspection->arena, inspection_resource(inspection, found->scan, 0, table));
    array_push(&finding.operations, inspection->arena, lock);
    inspection_report(inspection, &check_whole_table_scan_in_critical_section, finding);
}

static void inspect_races(const RaceInspection *inspection) {
    LockedScans scans = locked_scans_find(inspection);
    for (uint32_t i = 0; i < scans.list.count; i++) report(inspection, &scans.list.items[i]);
}

static const char *const tags[] = {"misuse", "lock", "performance"};

const Check check_whole_table_scan_in_critical_section = {
    .rule = {.id = CHECK_ID,
             .name = "WholeTableScanInCriticalSection",
             .short_text = CHECK_SUMMARY,
             .full_text = "A loop that is run again and again visits all of a table or list under one lock, which "
                          "another task takes to work on one element. The more there is, the longer it waits.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 1176, // inefficient CPU computation
             .level = LEVEL_NOTE,
             .precision = "medium"},
    .inspect_races = inspect_races,
};
