// SPDX-License-Identifier: MIT
// Memory that one task writes and another one reads because it has seen an atomic pointer, index or flag, where the
// orders of the atomic operations do not put the write before the read (C17 5.1.2.4, 7.17.3, 7.17.4): a store that is
// no release and has no release fence before it, or a load that is no acquire and has no acquire fence behind it. What
// an exploration cannot show, as it takes all atomics to order what is around them.
#pragma once
#include "races/races.h"

typedef struct Publication {
    RaceSide write, read; // of what is published
    CallSite store, load; // that make it visible, and see it
    ExprId shared;        // their memory: address at the store
    bool is_store_weak, is_load_weak;
    bool is_pointer; // what was loaded leads to the memory; else it decides that it is read
    bool is_certain;
} Publication;

typedef struct Publications {
    ARRAY(Publication) list; // one for each store and load
} Publications;

Publications races_find_publications(const Races *races, Arena *arena);
