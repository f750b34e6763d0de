// SPDX-License-Identifier: MIT
// A plain exhaustive search of a net's states, without any reduction: what the marking equations are tested
// against. For small nets with values given for the symbols; recursive locks are not supported.
#pragma once
#include "solver/net.h"

typedef struct NetOracle {
    bool is_complete; // every state was seen
    bool gets_stuck;  // a state with a waiter from which nothing must go on
    bool leaks;       // a waiter for ever while others run for ever, or stuck
    bool misuses;     // a misuse can happen
    bool *waits_at;   // by place: in a stuck state an instance waits there
    uint32_t state_count;
} NetOracle;

NetOracle net_explore(const Net *net, const int64_t *symbols, uint32_t most_states, Arena *arena);
