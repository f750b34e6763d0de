// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_unsafe_publication;

static const char *place_words(const RaceInspection *inspection, ExprId address) {
    const char *text = expr_text(inspection->program.program, inspection->program.arena, address);
    return *text == '&' ? text + 1 : text;
}

static CallSite site_of(const RaceSide *side) {
    return (CallSite){side->access->function, side->access->node};
}

static const char *fault_words(const Publication *found) {
    if (!found->is_load_weak) return "the store is no release";
    return found->is_store_weak ? "neither is the store a release nor the load an acquire" : "the load is no acquire";
}

static void relate(const RaceInspection *inspection, Finding *finding, CallSite site, const char *text) {
    RelatedPlace place = {place_of_node(inspection->program.program, site), text};
    array_push(&finding->related, inspection->program.arena, place);
}

static void report(const RaceInspection *inspection, const Publication *found) {
    const Inspection *program = &inspection->program;
    const char *shared = place_words(inspection, found->shared),
               *written = place_words(inspection, found->write.access->address);
    const char *writer = race_inspection_task(inspection, found->write.task);
    const char *reader = race_inspection_task(inspection, found->read.task);
    Finding finding = {.certainty = found->is_certain ? CERTAINTY_FEASIBLE : CERTAINTY_SUSPECTED,
                       .place = place_of_node(program->program, found->store)};
    finding.message = arena_format(program->arena, "'%s' can see '%s' before '%s' has written '%s': %s.", reader,
                                   shared, writer, written, fault_words(found));
    relate(inspection, &finding, site_of(&found->write), arena_format(program->arena, "'%s' is written here", written));
    relate(inspection, &finding, found->load, arena_format(program->arena, "'%s' loads '%s' here", reader, shared));
    relate(inspection, &finding, site_of(&found->read), "and reads here what may not be there yet");
    array_push(&finding.resources, program->arena, inspection_resource(program, found->store, 0, shared));
    array_push(&finding.operations, program->arena, writer);
    array_push(&finding.operations, program->arena, reader);
    inspection_report(program, &check_unsafe_publication, finding);
}

static void inspect_races(const RaceInspection *inspection) {
    Publications found = races_find_publications(inspection->races, inspection->program.arena);
    for (uint32_t i = 0; i < found.list.count; i++) {
        const Publication *one = &found.list.items[i];
        bool is_told = inspection_is_told(&inspection->program, site_of(&one->write)) ||
                       inspection_is_told(&inspection->program, site_of(&one->read));
        if (!is_told) report(inspection, one);
    }
}

static const char *const tags[] = {"race", "atomic", "memory"};

const Check check_unsafe_publication = {
    .rule = {.id = CHECK_ID,
             .name = "UnsafePublication",
             .short_text = CHECK_SUMMARY,
             .full_text = "A task writes memory and then makes it visible by an atomic pointer, index or flag, and the "
                          "memory orders of the store and the load do not put the writes before the reads of who "
                          "sees it (C17 5.1.2.4). The compiler or the processor may swap them.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 362,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .inspect_races = inspect_races,
};
