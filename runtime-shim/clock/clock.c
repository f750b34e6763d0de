// SPDX-License-Identifier: MIT
#include "clock/clock.h"

// Epochs stay below 2^15, so signed comparison (a single instruction everywhere) is right.
typedef int16_t Lanes __attribute__((vector_size(16), may_alias));

enum { LANES = SLOT_COUNT / 8 };

void clock_clear(Clock *clock) {
    Lanes *to = (Lanes *)clock;
    for (int i = 0; i < LANES; i++) to[i] = (Lanes){0};
}

void clock_copy(Clock *to, const Clock *from) {
    Lanes *target = (Lanes *)to;
    const Lanes *source = (const Lanes *)from;
    for (int i = 0; i < LANES; i++) target[i] = source[i];
}

void clock_join(Clock *to, const Clock *from) {
    Lanes *target = (Lanes *)to;
    const Lanes *source = (const Lanes *)from;
    for (int i = 0; i < LANES; i++) {
        Lanes larger = source[i] > target[i];
        target[i] = (source[i] & larger) | (target[i] & ~larger);
    }
}

bool clock_covers(const Clock *clock, const Clock *other) {
    for (int i = 0; i < SLOT_COUNT; i++)
        if (clock->of[i] < other->of[i]) return false;
    return true;
}
