// SPDX-License-Identifier: MIT
// The loops of a net: its strongly connected parts (Tarjan 1972), each cut at its head and taken apart again, so
// that loops nest. Loops that are entered at several places (goto) count too; their head is the first of them.
#pragma once
#include "solver/net.h"

typedef struct NetLoop {
    NetPlaceId head;
    NetLoopId parent;               // the loop around it, or 0
    bool has_one_entry;             // entered at its head only
    bool is_entered_by_start;       // a new instance of its task starts inside
    ARRAY(NetTransitionId) entries; // transitions from outside into it
    ARRAY(NetTransitionId) inside;  // transitions between its places
} NetLoop;

typedef struct NetLoops {
    ARRAY(NetLoop) loops; // slot 0 unused; outer loops before the loops inside them
    NetLoopId *innermost; // by place; 0 outside every loop
} NetLoops;

NetLoops net_find_loops(const Net *net, const NetIndex *index, Arena *arena);

// Whether `place` lies in `loop` or in a loop inside it.
bool net_loop_contains(const NetLoops *loops, NetLoopId loop, NetPlaceId place);
