// SPDX-License-Identifier: MIT
// Sets against a naive model: bits in a word.
#include "link/location_set.h"

#include <stdio.h>

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static LocationSet from_bits(SetPool *pool, uint32_t bits) {
    LocationSet set = {0};
    for (uint32_t i = 32; i-- > 0;)
        if (bits >> i & 1) location_set_add(&set, pool, i);
    return set;
}

static bool is_equal(const LocationSet *set, uint32_t bits) {
    uint32_t cursor = 0, item, count = 0;
    for (uint32_t i = 0; i < 32; i++) {
        if (location_set_has(set, i) != (bits >> i & 1)) return false;
        if (!(bits >> i & 1)) continue;
        if (!location_set_next(set, &cursor, &item) || item != i) return false;
        count++;
    }
    return count == set->count && !location_set_next(set, &cursor, &item);
}

enum { LARGE = 700, SPARSE = 400000 };

// Sets that are bitmaps, arrays, or become the one from the other, against flags.
static uint32_t compare_large(SetPool *pool, uint32_t *state, bool *in_left, bool *in_right) {
    LocationSet left = {0}, right = {0};
    uint32_t failures = 0, left_adds = next_random(state) % LARGE, right_adds = next_random(state) % LARGE;
    uint32_t span = next_random(state) % 2 ? SPARSE : 2 * LARGE, count = 0;
    for (uint32_t i = 0; i < SPARSE; i++) in_left[i] = in_right[i] = false;
    for (uint32_t i = 0; i < left_adds + right_adds; i++) {
        uint32_t item = next_random(state) % span;
        bool *in = i < left_adds ? in_left : in_right;
        failures += location_set_add(i < left_adds ? &left : &right, pool, item) == in[item];
        in[item] = true;
    }
    LocationSet both = location_set_intersect(&left, &right, pool);
    LocationSet rest = location_set_subtract(&left, &right, pool);
    location_set_unite(&left, pool, &right);
    for (uint32_t i = 0; i < SPARSE; i++) {
        failures += location_set_has(&left, i) != (in_left[i] || in_right[i]);
        failures += location_set_has(&both, i) != (in_left[i] && in_right[i]);
        failures += location_set_has(&rest, i) != (in_left[i] && !in_right[i]);
    }
    for (uint32_t cursor = 0, item, last = 0; location_set_next(&left, &cursor, &item); last = item, count++)
        failures += (count && item <= last) || !(in_left[item] || in_right[item]);
    failures += count != left.count || both.count + rest.count > left.count;
    location_set_drop(&left, pool);
    location_set_drop(&right, pool);
    location_set_drop(&both, pool);
    location_set_drop(&rest, pool);
    return failures;
}

int main(void) {
    SetPool made = {.arena = arena_create()}, *pool = &made;
    uint32_t state = 1, failures = 0;
    for (int round = 0; round < 20000; round++) {
        uint32_t a = next_random(&state) & next_random(&state), b = next_random(&state) & next_random(&state);
        LocationSet left = from_bits(pool, a), right = from_bits(pool, b);
        LocationSet both = location_set_intersect(&left, &right, pool);
        LocationSet rest = location_set_subtract(&left, &right, pool);
        location_set_unite(&left, pool, &right);
        failures += !is_equal(&left, a | b) || !is_equal(&both, a & b) || !is_equal(&rest, a & ~b);
        failures += location_set_add(&left, pool, 3) == ((a | b) >> 3 & 1);
        failures += !is_equal(&right, b);
        location_set_drop(round % 2 ? &left : &right, pool); // what is dropped is used again, what is not stays
        failures += !is_equal(round % 2 ? &right : &left, round % 2 ? b : a | b | 8) || !is_equal(&both, a & b);
        location_set_drop(round % 2 ? &right : &left, pool);
        location_set_drop(&both, pool);
        location_set_drop(&rest, pool);
    }
    failures += arena_size(made.arena) > 64 * 1024;
    bool *flags = arena_new_array(made.arena, bool, 2 * SPARSE);
    for (int round = 0; round < 40; round++) failures += compare_large(pool, &state, flags, flags + SPARSE);
    arena_destroy(made.arena);
    if (failures) fprintf(stderr, "%u sets differ from the model\n", failures);
    return failures ? 1 : 0;
}
