// SPDX-License-Identifier: MIT
// Where a function goes on when its events end in given ways: what tells a loop that polls for ever from one that ends.
// A walk over one function's graph that follows what is known of local variables: results that the asker fixes,
// constants, and what is computed from them. A branch on what is not known is taken both ways, so what the walk does
// not come to cannot be come to with those results.
#pragma once
#include "link/call_graph.h"

typedef struct OutcomeWalk {
    const Program *program;
    Arena *arena;
    void *context;
    // Fixes what the call or event at the site returns; false: it may return anything.
    bool (*result)(void *context, CallSite site, int64_t *value);
    // Asked at each node that some way comes to, at most once for all that is known there; false ends that way.
    bool (*enter)(void *context, CallSite site);
    // What a load gives that the walk does not know by itself; NULL or false: anything.
    bool (*load)(void *context, const Expr *load, int64_t *value);
} OutcomeWalk;

typedef struct OutcomeEnd {
    bool is_cut;    // too many ways: nothing else here holds
    bool leaves;    // some way leaves the function
    bool has_value; // all that leave return `value`
    int64_t value;
} OutcomeEnd;

// From behind the call or event `from`, with its result as fixed; or, for node 0, from the function's entry.
OutcomeEnd outcome_walk(const OutcomeWalk *walk, CallSite from);

// Whether the event may end in this way, and the value that the model gives it then.
bool outcome_value(const Api *api, OutcomeKind outcome, int64_t *value);
