// SPDX-License-Identifier: MIT
// Sets against a naive model: bits in a word.
#include "link/location_set.h"

#include <stdio.h>

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static LocationSet from_bits(Arena *arena, uint32_t bits) {
    LocationSet set = {0};
    for (uint32_t i = 32; i-- > 0;)
        if (bits >> i & 1) location_set_add(&set, arena, i);
    return set;
}

static bool is_equal(const LocationSet *set, uint32_t bits) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < 32; i++) {
        if (location_set_has(set, i) != (bits >> i & 1)) return false;
        if ((bits >> i & 1) && set->items[at++] != i) return false;
    }
    return at == set->count;
}

int main(void) {
    Arena *arena = arena_create();
    uint32_t state = 1, failures = 0;
    for (int round = 0; round < 20000; round++) {
        uint32_t a = next_random(&state) & next_random(&state), b = next_random(&state) & next_random(&state);
        LocationSet left = from_bits(arena, a), right = from_bits(arena, b);
        LocationSet both = location_set_intersect(&left, &right, arena);
        LocationSet rest = location_set_subtract(&left, &right, arena);
        location_set_unite(&left, arena, &right);
        failures += !is_equal(&left, a | b) || !is_equal(&both, a & b) || !is_equal(&rest, a & ~b);
        failures += location_set_add(&left, arena, 3) == ((a | b) >> 3 & 1);
    }
    arena_destroy(arena);
    if (failures) fprintf(stderr, "%u sets differ from the model\n", failures);
    return failures ? 1 : 0;
}
