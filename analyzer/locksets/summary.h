// SPDX-License-Identifier: MIT
// What a call of a function means for locks, in terms of its parameters, globals and single objects. Callers replace
// the parameters by their arguments. Made bottom-up, recursion by rounds.
#pragma once
#include "locksets/state.h"

enum {
    MOST_EXITS = 8,         // alternatives of one summary; what is beyond becomes one that knows less
    MOST_ACQUISITIONS = 64, // different locks taken below one function
    MOST_OPEN_EDGES = 96,   // orders whose locks depend on parameters
    MOST_VARIANTS = 8,      // conditions under which one lock is taken
    MOST_EXIT_FACTS = 8,    //
    MOST_GATES = 8,         //
};

// One way the function may leave its caller's locks, and what its result and its caller's values then are.
typedef struct ExitAlternative {
    ARRAY(LockEntry) effects; // HELD: taken and kept; RELEASED: the caller's, given back
    TermId returned;          // portable, or 0
    Fact result;              // of the returned value; its term is unused
    ARRAY(Fact) facts;        // about portable terms as they were at entry
} ExitAlternative;

// A lock that is taken at some time during the call.
typedef struct Acquisition {
    TermId lock;
    LockMode mode;
    bool blocks; // waits for ever when another task holds the lock
    ObjectKind object;
    Recursion recursion;
    LockOrder order;
    const SiteChain *site;
    Conditions conditions;
    TermId released[MOST_GATES]; // the caller's locks that are surely given back at that time
    uint32_t released_count;
} Acquisition;

// `acquired` was taken, or waited for, while `held` was held.
typedef struct OrderEdge {
    TermId held, acquired;
    LockMode held_mode, acquired_mode;
    const SiteChain *held_site, *site; // both begin in `function`
    FunctionId function;
    TermId gates[MOST_GATES]; // other locks that are surely held at both, exclusively
    uint32_t gate_count;
    Conditions conditions;
    bool is_settled; // both locks are known without the callers; kept so that it is found once
} OrderEdge;

typedef struct Summary {
    ARRAY(ExitAlternative) exits; // empty: never returns
    ARRAY(Acquisition) acquisitions;
    ARRAY(OrderEdge) open_edges;
    KeyList loaded;            // field keys of memory that its terms load
    uint32_t freed_parameters; // bit i: the memory that parameter i points to is freed on some way
    bool is_done;
    bool is_bounded; // a bound was hit: alternatives, steps
} Summary;
