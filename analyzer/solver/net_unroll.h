// SPDX-License-Identifier: MIT
// A net without loops: what the order formula (order.h) is asked about. Every spawn has an instance of its own, every
// place one stand for each turn of the loops around it, every transition one event for each stand that it leaves. A
// stand is visited at most once in a run and the events of an instance are ordered by its graph. Counted loops are
// unrolled as often as they turn, others a few times; an event beyond that has no target and never happens.
#pragma once
#include "solver/net_loop.h"

typedef uint32_t StandId, OrderEventId, InstanceId; // 0 none

enum { UNROLL_DEPTH = 8 }; // loops may nest so deep

typedef struct Instance {
    NetTaskId task;
    OrderEventId spawn; // 0: there from the start
    StandId entry;
} Instance;

typedef struct Stand {
    InstanceId instance;
    NetPlaceId place;
    uint8_t turns[UNROLL_DEPTH]; // of the loops around it, outer first
    ARRAY(OrderEventId) in, out;
    StandId next_same; // another stand of the place in the same instance
} Stand;

typedef struct OrderEvent {
    NetTransitionId transition;
    StandId from, to; // to 0: beyond what was unrolled
    InstanceId child; // SPAWN
} OrderEvent;

typedef struct Unrolled {
    const Net *net;
    NetIndex index;
    NetLoops loops;
    Arena *arena;
    ARRAY(Instance) instances;
    ARRAY(Stand) stands;
    ARRAY(OrderEvent) events;
    ARRAY(OrderEventId) * of_object; // by object: events on it that can happen, in id order
    uint64_t **before;               // by stand: bits of the stands that are passed before it on some way
    bool is_cut;                     // some loop could turn more often
    const char *problem;             // why it could not be unrolled, or NULL
} Unrolled;

// `turns`: how often a loop is taken whose trip is not known.
Unrolled *net_unroll(const Net *net, uint32_t turns, Arena *arena);

// Whether the stand is passed before the other in every run that passes both.
static inline bool stand_precedes(const Unrolled *unrolled, StandId first, StandId second) {
    return unrolled->before[second][first / 64] >> (first % 64) & 1;
}

// How often the loop that has its head at this stand has turned since it was entered.
uint32_t stand_turn(const Unrolled *unrolled, StandId stand);
