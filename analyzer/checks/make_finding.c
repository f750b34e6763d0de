// SPDX-License-Identifier: MIT
// From a diagnosis or an inspection to a finding.
#include "checks/catalogue.h"
#include "checks/run.h"
#include "checks/witness_story.h"

#include <fnmatch.h>
#include <string.h>

bool run_enables(const Run *run, const Check *check) {
    if (!run->options->check_globs) return true;
    char *globs = arena_copy_text(run->arena, run->options->check_globs), *rest = globs;
    bool is_on = *globs == '-';
    for (char *glob = strtok_r(globs, ",", &rest); glob; glob = strtok_r(NULL, ",", &rest)) {
        bool removes = *glob == '-';
        if (!fnmatch(glob + removes, check->rule.id, 0)) is_on = !removes;
    }
    return is_on;
}

const char *inspection_operation(const Inspection *inspection, CallSite site) {
    const Api *api = api_at(inspection->program, site);
    return arena_format(inspection->arena, "%s:%s", program_function(inspection->program, site.function)->name,
                        event_kind_name(api ? api->event : EVENT_HARMLESS));
}

const char *inspection_resource(const Inspection *inspection, CallSite made, VariableId variable, const char *name) {
    const Program *program = inspection->program;
    FindingPlace place = variable ? place_of_variable(program, variable) : place_of_node(program, made);
    return arena_format(inspection->arena, "%s:%s:%s", place.path,
                        made.function ? program_function(program, made.function)->name : "", name);
}

bool inspection_is_told(const Inspection *inspection, CallSite site) {
    FindingPlace place = place_of_node(inspection->program, site);
    const FindingSet *findings = inspection->run->findings;
    for (uint32_t i = 0; i < findings->list.count; i++) {
        const FindingPlace *told = &findings->list.items[i].place;
        if (told->line == place.line && told->path && !strcmp(told->path, place.path)) return true;
    }
    return false;
}

static void add_keys(const Run *run, const Diagnosis *diagnosis, Finding *finding) {
    Inspection words = {.program = run->program, .arena = run->arena};
    for (uint32_t i = 0; i < diagnosis->wait_count; i++) {
        const Wait *wait = &diagnosis->waits[i];
        array_push(&finding->operations, run->arena, inspection_operation(&words, wait->site));
        if (!wait->object) continue;
        const ObjectView *object = &diagnosis->stuck->objects[wait->object];
        const char *name = name_object(run->program, run->arena, object);
        array_push(&finding->resources, run->arena, inspection_resource(&words, object->made, object->variable, name));
    }
}

void run_keep_enabled(Run *run) {
    FindingSet *findings = run->findings;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < findings->list.count; i++) {
        const Check *check = NULL;
        for (uint32_t k = 0; k < check_catalogue_count && !check; k++)
            if (&check_catalogue[k]->rule == findings->list.items[i].rule) check = check_catalogue[k];
        if (!check || run_enables(run, check)) findings->list.items[kept++] = findings->list.items[i];
    }
    findings->list.count = kept;
}

void run_add(Run *run, const Check *check, Finding finding) {
    bool is_feasible = finding.certainty != CERTAINTY_SUSPECTED;
    if (!is_feasible && run->options->profile == PROFILE_DEFAULT) {
        run->has_suspicion = true;
        run->statistics->hidden += run_enables(run, check);
        return;
    }
    finding.rule = &check->rule;
    if (!is_feasible)
        finding.level = LEVEL_NOTE;
    else if (finding.level == LEVEL_NOTE)
        finding.level = check->rule.level;
    findings_add(run->findings, finding);
}

void inspection_report(const Inspection *inspection, const struct Check *check, Finding finding) {
    run_add(inspection->run, check, finding);
}

void run_report(Run *run, Exploration *exploration, const Check *check, Diagnosis *diagnosis) {
    Witness *witness = explore_witness(exploration, diagnosis->stuck, run->scratch);
    if (witness->feasibility == FEASIBILITY_UNSATISFIABLE) return;
    bool is_feasible = witness->feasibility == FEASIBILITY_SATISFIABLE;
    diagnosis_find_takers(run->program, witness, diagnosis);
    Finding finding = {.certainty = is_feasible ? CERTAINTY_FEASIBLE : CERTAINTY_SUSPECTED};
    CallSite site = check->locate ? check->locate(diagnosis) : diagnosis->waits[0].site;
    finding.place = place_of_node(run->program, site);
    Text message = {0};
    CheckContext context = {.program = run->program, .arena = run->arena};
    check->describe(&context, diagnosis, &message);
    finding.message = arena_copy_text(run->arena, text_value(&message));
    text_free(&message);
    StoryRequest request = {run->program, run->points_to, diagnosis->stuck, diagnosis, witness, run->arena};
    story_tell(&request, &finding);
    add_keys(run, diagnosis, &finding);
    if (exploration->is_bounded) finding.bound = arena_copy_text(run->arena, exploration->reason);
    run_add(run, check, finding);
}
