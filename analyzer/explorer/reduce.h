// SPDX-License-Identifier: MIT
// Partial-order reduction by persistent sets (Godefroid 1996): of all moves in a state, enough of them that no
// stuck state is lost. Computed from what each task may still operate on, by abstract site (uses.h). A step is an
// operation with the local work behind it, so plain memory that tasks share counts too, and so does the local work of
// those that the step lets go on.
#pragma once
#include "explorer/search.h"

typedef struct Reduction Reduction;

Reduction *reduction_create(struct ExploreShared *shared, const Relevance *relevance, Arena *arena);
void reduction_destroy(Reduction *reduction);

// Moves the chosen ones to the front and returns how many they are; `count` when nothing can be left out.
uint32_t reduction_choose(Reduction *reduction, const State *state, Move *moves, uint32_t count);
