// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_atomic_mixed_access;

static bool accepts_race(const CheckContext *context, const RaceFact *race) {
    (void)context;
    return race->first.is_atomic != race->second.is_atomic;
}

static void describe_race(const CheckContext *context, const RaceFact *race, Text *message) {
    bool is_first = race->first.is_atomic;
    const RaceParty *atomic = is_first ? &race->first : &race->second, *plain = is_first ? &race->second : &race->first;
    text_format(message, "'%s' %s, but '%s' %s without an atomic operation, and nothing orders the two.",
                atomic->runs_in, race_access_words(atomic, context->arena), plain->runs_in,
                race_access_words(plain, context->arena));
}

static const char *const tags[] = {"race", "atomic", "memory"};

const Check check_atomic_mixed_access = {
    .rule = {.id = CHECK_ID,
             .name = "AtomicMixedAccess",
             .short_text = CHECK_SUMMARY,
             .full_text = "One task uses an atomic operation, another a plain access to the same memory, at the same "
                          "time. The atomic side helps nothing then: two accesses are only apart when both are atomic "
                          "or something orders them (C17 5.1.2.4).",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 362,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts_race = accepts_race,
    .describe_race = describe_race,
};
