// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_data_race;

static bool accepts_race(const CheckContext *context, const RaceFact *race) {
    (void)context, (void)race;
    return true;
}

static void describe_race(const CheckContext *context, const RaceFact *race, Text *message) {
    text_format(message, "Data race: '%s' %s while '%s' %s.", race->first.runs_in,
                race_access_words(&race->first, context->arena), race->second.runs_in,
                race_access_words(&race->second, context->arena));
}

static const char *const tags[] = {"race", "memory"};

const Check check_data_race = {
    .rule = {.id = CHECK_ID,
             .name = "DataRace",
             .short_text = CHECK_SUMMARY,
             .full_text = "Two tasks access the same memory, at least one of them writes, and nothing puts the two "
                          "accesses in order: what is read is undefined (C17 5.1.2.4).",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 362,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts_race = accepts_race,
    .describe_race = describe_race,
};
