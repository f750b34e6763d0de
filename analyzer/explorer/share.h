// SPDX-License-Identifier: MIT
// Tables about a program that its explorations share. What depends on a scope's slice is made for each, in time and
// size of the slice; so is nothing that has the size of the program.
#pragma once
#include "explorer/explore.h"

struct ExploreShared {
    const Program *program;
    const PointsTo *points_to;
    Arena *arena;
    const struct EscapeTable *escapes;
    const uint8_t *reads_atomic;
    const uint8_t *is_shared_site; // shared_memory.h; NULL until a reduction needs it
    Liveness *liveness;
    ARRAY(FunctionId) initialisers;
    uint32_t *all_slots, all_slot_count; // of every global and static variable
    uint32_t *slots;                     // of those of the slice at hand
    ARRAY(VariableId) slotted;
    uint8_t **completed;
    ARRAY(FunctionId) completed_functions;
    struct NetShared *nets; // NULL until a net is needed
};

// Globals and statics have a slot in every state; locals are made when first used. Valid until the next call.
const uint32_t *share_slots(ExploreShared *shared, const Relevance *relevance, uint32_t *count);

// Which locals of the slice's functions are still read.
const Liveness *share_liveness(ExploreShared *shared, const Relevance *relevance);

// Per function of the slice and node a byte, in `arena`; the table itself is valid until the next call.
uint8_t **share_completed(ExploreShared *shared, const Relevance *relevance, Arena *arena);
