// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_spawn_argument_race;

// ---- changed for the next task while the one before reads it

static bool is_object(const CheckContext *context, const RaceFact *race, Pointee pointee) {
    const Site *site = points_to_site(context->points_to, pointee.site);
    if (site->kind == SITE_VARIABLE) return site->variable == race->variable;
    return site->kind == SITE_HEAP && race->made.function && site->function == race->made.function &&
           site->node == race->made.node;
}

static bool gives(const CheckContext *context, const RaceFact *race, CallSite site) {
    const Api *api = api_at(context->program, site);
    if (!api || api->event != EVENT_SPAWN) return false;
    const Node *node = &program_function(context->program, site.function)->nodes[site.node];
    ExprId argument = event_spawn_argument(context->program, node, api->spawn_parameter);
    if (!argument) return false;
    PointeeSet set = points_to_of_expr(context->points_to, site.function, argument);
    for (uint32_t i = 0; i < set.count; i++)
        if (is_object(context, race, set.items[i])) return true;
    return false;
}

static bool starts(const CheckContext *context, CallSite spawn, FunctionId entry) {
    FunctionSet entries = points_to_callees(context->points_to, spawn.function, spawn.node);
    for (uint32_t i = 0; i < entries.count; i++)
        if (entries.items[i] == entry) return true;
    return false;
}

// Whether the place lies behind a start of the reading task and before a further start with the same memory.
static bool is_between_starts(const CheckContext *context, const RaceFact *race, CallSite place) {
    const Function *function = program_function(context->program, place.function);
    bool is_behind = false, is_before = false;
    for (NodeId node = 1; node < function->node_count; node++) {
        CallSite spawn = {place.function, node};
        if (!gives(context, race, spawn)) continue;
        is_before |= control_flow_leads_to(function, place.node, node, context->arena);
        is_behind |= starts(context, spawn, race->second.entry) &&
                     control_flow_leads_to(function, node, place.node, context->arena);
    }
    return is_behind && is_before;
}

static bool accepts_race(const CheckContext *context, const RaceFact *race) {
    const RaceParty *writer = &race->first, *reader = &race->second;
    if (!writer->is_write || writer->is_free || reader->is_write || !reader->entry) return false;
    if (is_between_starts(context, race, writer->site)) return true;
    CallSiteList callers = call_graph_callers(context->calls, writer->site.function);
    for (uint32_t i = 0; i < callers.count; i++)
        if (is_between_starts(context, race, callers.items[i])) return true;
    return false;
}

static void describe_race(const CheckContext *context, const RaceFact *race, Text *message) {
    text_format(message, "'%s' %s for the next task while '%s', which was given the same memory, %s.",
                race->first.runs_in, race_access_words(&race->first, context->arena), race->second.runs_in,
                race_access_words(&race->second, context->arena));
}

// ---- gone while the task uses it

static void add_step(const Inspection *inspection, Finding *finding, uint32_t task, CallSite site, const char *text) {
    Step step = {.kind = STEP_OTHER,
                 .task = task,
                 .place = place_of_node(inspection->program, site),
                 .text = text,
                 .is_essential = true};
    array_push(&finding->steps, inspection->arena, step);
}

static void report(const Inspection *inspection, const DyingStack *stack) {
    const Program *program = inspection->program;
    Arena *arena = inspection->arena;
    const char *spawner = program_function(program, stack->spawn.function)->name;
    const char *task = program_function(program, stack->entry)->name;
    const char *variable = program_variable(program, stack->variable)->name;
    Finding finding = {.certainty = CERTAINTY_FEASIBLE, .place = place_of_node(program, stack->spawn)};
    finding.message = arena_format(arena, "'%s' gives '%s' the address of its local variable '%s' and does not wait.",
                                   spawner, task, variable);
    FindingTask starter = {.name = spawner, .label = "T1"};
    FindingTask started = {.name = task, .label = "T2", .spawned = finding.place, .spawner = 1};
    array_push(&finding.tasks, arena, starter);
    array_push(&finding.tasks, arena, started);
    add_step(inspection, &finding, 1, stack->spawn, arena_format(arena, "starts '%s' with '&%s'", task, variable));
    add_step(inspection, &finding, 1, stack->end, arena_format(arena, "ends, and '%s' with it", variable));
    add_step(inspection, &finding, 2, stack->use, arena_format(arena, "uses '%s', which is gone", variable));
    RelatedPlace use = {place_of_node(program, stack->use), arena_format(arena, "'%s' uses it here", task)};
    RelatedPlace made = {place_of_variable(program, stack->variable), arena_format(arena, "'%s'", variable)};
    array_push(&finding.related, arena, use);
    array_push(&finding.related, arena, made);
    array_push(&finding.resources, arena, inspection_resource(inspection, (CallSite){0}, stack->variable, variable));
    array_push(&finding.operations, arena, inspection_operation(inspection, stack->spawn));
    inspection_report(inspection, &check_spawn_argument_race, finding);
}

static void inspect(const Inspection *inspection) {
    DyingStacks stacks = dying_stack_find(inspection);
    for (uint32_t i = 0; i < stacks.list.count; i++) report(inspection, &stacks.list.items[i]);
}

static const char *const tags[] = {"race", "task", "memory"};

const Check check_spawn_argument_race = {
    .rule = {.id = CHECK_ID,
             .name = "SpawnArgumentRace",
             .short_text = CHECK_SUMMARY,
             .full_text = "A new task gets its argument by address and reads it some time later. By then its starter "
                          "has changed it for the next task, or has returned, and its local variable is gone.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 362,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts_race = accepts_race,
    .describe_race = describe_race,
    .inspect = inspect,
};
