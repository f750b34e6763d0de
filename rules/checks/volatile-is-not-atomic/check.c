// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_volatile_is_not_atomic;

static bool accepts_race(const CheckContext *context, const RaceFact *race) {
    (void)context;
    const RaceParty *first = &race->first, *second = &race->second;
    return first->is_volatile && second->is_volatile && !first->is_atomic && !second->is_atomic;
}

static void describe_race(const CheckContext *context, const RaceFact *race, Text *message) {
    text_format(message, "'%s' %s while '%s' %s: volatile neither makes accesses atomic nor orders them.",
                race->first.runs_in, race_access_words(&race->first, context->arena), race->second.runs_in,
                race_access_words(&race->second, context->arena));
}

static const char *const tags[] = {"race", "atomic", "memory"};

const Check check_volatile_is_not_atomic = {
    .rule = {.id = CHECK_ID,
             .name = "VolatileIsNotAtomic",
             .short_text = CHECK_SUMMARY,
             .full_text = "Two tasks access a volatile object in no order, and one of them writes. Volatile keeps the "
                          "compiler from leaving accesses out; it does not make them atomic, and what is written "
                          "before need not be visible to who sees the new value (C17 5.1.2.4).",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 366,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts_race = accepts_race,
    .describe_race = describe_race,
};
