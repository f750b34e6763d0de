// SPDX-License-Identifier: MIT
// Inside of net_monitor: what is known in each place of a net that has cells.
#pragma once
#include "solver/net.h"

enum { MONITOR_FACTS = 8, MONITOR_LOCKS = 64 };

typedef struct MonitorFact {
    NetObjectId cell;
    Operator comparison;
    NetAmount amount;
} MonitorFact;

// Holds whenever an instance is in the place.
typedef struct MonitorState {
    bool is_reached;
    bool is_alone; // nothing else has been started
    uint64_t held; // bits over locks
    MonitorFact facts[MONITOR_FACTS];
    uint32_t fact_count;
} MonitorState;

typedef struct MonitorFlow {
    Net *net;
    NetIndex index;
    NetObjectId locks[MONITOR_LOCKS]; // by bit
    uint32_t lock_count;
    uint64_t *guards;     // by cell: locks of which each is held by whoever changes it; 0: none
    MonitorState *states; // by place
} MonitorFlow;

MonitorFlow monitor_flow(Net *net);

// The lock's bit; 0 for what is not followed.
uint64_t monitor_lock(const MonitorFlow *flow, NetObjectId object);
bool monitor_writes(const NetTransition *transition); // a cell
bool monitor_knows(const MonitorState *state, MonitorFact fact);
bool monitor_compares(int64_t left, Operator comparison, int64_t right);

// What is known once the transition was taken.
MonitorState monitor_after(const MonitorFlow *flow, const NetTransition *transition);

// Whether what is known leaves it open that the fact holds too.
bool monitor_may_hold(const MonitorState *state, MonitorFact fact);

// Whether the write, done where `state` holds, may end what the fact says.
bool monitor_may_end(const MonitorState *state, const NetTransition *write, MonitorFact fact);
