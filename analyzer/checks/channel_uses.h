// SPDX-License-Identifier: MIT
// Every use of a channel in the functions that the program reaches, read off the program itself: who may send, receive,
// close or ask. Selects are taken apart into their cases, by the ways in which libraries take them; a case record whose
// operation code is not found as a constant counts as both directions.
#pragma once
#include "link/call_graph.h"

typedef struct ChannelUse {
    CallSite at;
    EventKind event;
    SiteId site; // the channel; 0: one that is not known
    bool sends, receives;
    bool has_index; // SELECT: the case is the one at `index`
    uint32_t index;
} ChannelUse;

typedef struct ChannelUses {
    ARRAY(ChannelUse) list; // in order of functions and nodes
} ChannelUses;

ChannelUses channel_uses_find(const Program *program, const PointsTo *points_to, Arena *arena);
