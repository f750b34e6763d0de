// SPDX-License-Identifier: MIT
// Vector clocks of a fixed size: one epoch for each of 255 slots (FastTrack; Flanagan, Freund 2009; the division into
// slots of bounded epochs is that of ThreadSanitizer's third version). A slot is lent to a task while it runs; its
// epochs only grow, so a later owner of the slot is never mistaken for an earlier one. When all epochs of all slots are
// used up everything is forgotten at once (task/slot.h). Not locked: whoever owns the clock sees to that.
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum {
    SLOT_COUNT = 256,
    SLOT_FREED = 255, // never lent: marks freed memory in shadow cells
    SLOT_NONE = 0xffff,
    EPOCH_NONE = 0,
    EPOCH_LAST = (1 << 14) - 1,
};

typedef uint16_t Epoch; // at most EPOCH_LAST

typedef struct Clock {
    Epoch of[SLOT_COUNT];
} __attribute__((aligned(32))) Clock;

void clock_clear(Clock *clock);
void clock_copy(Clock *to, const Clock *from);
void clock_join(Clock *to, const Clock *from); // to = maximum of both
bool clock_covers(const Clock *clock, const Clock *other);

static inline bool clock_knows(const Clock *clock, unsigned slot, Epoch epoch) {
    return clock->of[slot] >= epoch;
}
