// SPDX-License-Identifier: MIT
// Which lock the code seems to believe guards a piece of memory (Engler et al. 2001; RacerX): held at most of its
// accesses and not at some. Only accesses at times when another task may access it too are counted, so neither set-up
// before the first start nor clean-up behind the last join. Never a verdict by itself: races.h has these.
#pragma once
#include "races/races.h"

typedef struct LockBelief {
    uint32_t candidate; // index, of the memory
    const HeldLock *lock;
    CallSite example; // an access that holds it; the lock is in this function's words
    const MemoryAccess *const *without;
    uint32_t without_count, held, total; // places: held of total
} LockBelief;

typedef struct LockBeliefs {
    ARRAY(LockBelief) list; // in the order of candidates; one for each piece of memory
} LockBeliefs;

LockBeliefs races_find_beliefs(const Races *races, Arena *arena);
