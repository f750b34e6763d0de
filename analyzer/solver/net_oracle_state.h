// SPDX-License-Identifier: MIT
// Inside of the net oracle: one state as words, and the moves that leave it.
#pragma once
#include "solver/net_loop.h"

enum { ORACLE_COUNTERS = 4 }; // loops may nest so deep

// A place, and how often the counted loops around it were taken, by depth.
typedef struct OracleInstance {
    uint16_t place;
    uint8_t counters[ORACLE_COUNTERS];
} OracleInstance;

typedef struct OracleObject {
    int16_t count;   // channel: elements; lock: writers; semaphore, wait group: count; cell: its value
    int16_t readers; // lock; channel: 1 when closed
} OracleObject;

enum { ORACLE_INSTANCES = 40, ORACLE_OBJECTS = 24 };

// Instances are sorted, unused room is zero: equal states are equal bytes.
typedef struct OracleState {
    OracleObject objects[ORACLE_OBJECTS];
    OracleInstance instances[ORACLE_INSTANCES];
    uint32_t instance_count;
    uint32_t ending; // 0: running; 1: a misuse; 2: the process has ended; 3: too many instances
} OracleState;

// What a move fires: one transition, with a partner's (rendezvous, signal) or with several others'.
typedef struct OracleLabel {
    NetTransitionId fired, partner;
    uint32_t together; // transitions fired in all
} OracleLabel;

typedef struct OracleMoves {
    ARRAY(OracleState) states;
    ARRAY(OracleLabel) labels; // of each state
    bool must_go_on;           // some move is sure to happen if nothing else does
} OracleMoves;

typedef struct OracleNet {
    const Net *net;
    NetIndex index;
    NetLoops loops;
    const int64_t *symbols;
    Arena *arena;
} OracleNet;

void oracle_net_create(OracleNet *oracle, const Net *net, const int64_t *symbols, Arena *arena);
OracleState oracle_initial(const OracleNet *oracle);

// Whether it cannot stay possible for ever without happening: no wakeup out of nothing, nothing optional.
bool oracle_is_sure(const NetTransition *transition);

// Whether an instance in `place` may take some transition in this state that it cannot miss for ever.
bool oracle_may_leave(const OracleNet *oracle, const OracleState *state, NetPlaceId place);

void oracle_moves(const OracleNet *oracle, const OracleState *state, OracleMoves *moves);
