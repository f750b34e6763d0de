// SPDX-License-Identifier: MIT
// Ways between two places of one task in a common caller of both, and what stands on all of them. Private to this room.
#pragma once
#include "link/control_flow.h"
#include "races/search.h"

// A place, and the calls that lead to it; the last is where it stands in the function at the top.
enum { MOST_LEVELS = 4, MOST_CHAINS = 12 };
typedef struct CallChain {
    CallSite levels[MOST_LEVELS];
    uint32_t count;
} CallChain;

typedef struct CallChains {
    CallChain items[MOST_CHAINS];
    uint32_t count;
} CallChains;

typedef enum Barrier {
    BARRIER_NONE,
    BARRIER_RELEASE_FENCE,
    BARRIER_ACQUIRE_FENCE,
    BARRIER_GIVES, // an operation that others can be ordered behind: unlock, post, send …
    BARRIER_TAKES, // one that is ordered behind others': lock, wait, receive …
    BARRIER_KIND_COUNT
} Barrier;

typedef struct Ways {
    RaceSearch *search;
    Arena *arena;
    uint8_t *has;       // per function: bits of barriers in it or in what it calls
    ControlFlow **flow; // per function; NULL until asked for
} Ways;

Ways *ways_create(RaceSearch *search, Arena *arena);

static inline CallSite chain_top(const CallChain *chain) {
    return chain->levels[chain->count - 1];
}

// All chains of the place within the task, the place alone first.
void chains_of(const Ways *ways, TaskClassId task, CallSite site, CallChains *chains);

// Whether the nodes are different and every way to the second one passes the first one.
bool ways_dominate(Ways *ways, FunctionId function, NodeId first, NodeId second);

// Whether some way leads from the first to the second place of chains with one function at the top without a barrier
// of the kind in between.
bool ways_are_free(Ways *ways, const CallChain *from, const CallChain *to, Barrier barrier);

// Whether a way leads from the one node to the other past `avoided`.
bool ways_lead(const Ways *ways, FunctionId function, NodeId from, NodeId to, NodeId avoided);
