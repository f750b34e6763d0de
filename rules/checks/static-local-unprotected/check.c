// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_static_local_unprotected;

// A task without an entry is a caller of the library, which calls the function that the access stands in.
static bool runs(const CheckContext *context, const RaceParty *party, FunctionId function) {
    if (party->site.function == function) return true;
    if (!party->entry) return false;
    bool *is_reached = arena_new_array(context->arena, bool, context->program->functions.count);
    call_graph_mark_reached(context->calls, party->entry, is_reached);
    return is_reached[function];
}

static bool accepts_race(const CheckContext *context, const RaceFact *race) {
    if (!race->variable) return false;
    const Variable *variable = program_variable(context->program, race->variable);
    return variable->kind == VARIABLE_STATIC && runs(context, &race->first, variable->function) &&
           runs(context, &race->second, variable->function);
}

static void describe_race(const CheckContext *context, const RaceFact *race, Text *message) {
    const Variable *variable = program_variable(context->program, race->variable);
    text_format(message, "'%s' is static in '%s', which both tasks run: '%s' %s while '%s' %s.", variable->name,
                program_function(context->program, variable->function)->name, race->first.runs_in,
                race_access_words(&race->first, context->arena), race->second.runs_in,
                race_access_words(&race->second, context->arena));
}

static const char *const tags[] = {"race", "memory"};

const Check check_static_local_unprotected = {
    .rule = {.id = CHECK_ID,
             .name = "StaticLocalUnprotected",
             .short_text = CHECK_SUMMARY,
             .full_text = "A static variable inside a function is one variable for all calls. Two tasks run the "
                          "function at the same time, one of them writes, and nothing puts the accesses in order.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 362,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts_race = accepts_race,
    .describe_race = describe_race,
};
