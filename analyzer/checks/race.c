// SPDX-License-Identifier: MIT
#include "checks/race.h"

const char *race_access_words(const RaceParty *party, Arena *arena) {
    if (party->is_free) return arena_format(arena, "frees '%s'", party->words);
    return arena_format(arena, "%s '%s'%s", party->is_write ? "writes" : "reads", party->words,
                        party->is_atomic ? " atomically" : "");
}
