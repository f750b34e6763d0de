// SPDX-License-Identifier: MIT
// The order formula: can a run of the unrolled net get stuck? Per event a proposition (it happens) and per stand an
// integer (when it is reached), in difference logic; exact for what the net says, up to the turns of its loops
// (Bounded model checking with partial orders: Alglave, Kroening, Tautschnig, CAV 2013). A model is a run: its events
// sorted by time. Quadratic in the events on one object, so it has caps, and says when they are exceeded.
//
// Tasks that run for ever beside a waiter are not seen here: a run ends when nobody can go on.
#pragma once
#include "solver/net_unroll.h"
#include "solver/smt_dump.h"

typedef enum OrderVerdict {
    ORDER_SAFE,       // no run of the unrolled net gets stuck; `is_cut`: within the bound
    ORDER_STUCK,      // `run` leads to a state in which an instance waits and nothing must go on
    ORDER_UNVERIFIED, // `reason` says why there is no answer
} OrderVerdict;

typedef struct OrderQuestion {
    uint32_t turns;          // of loops whose trip is not known; 0 for the default
    uint32_t resource_limit; // in Z3's units; 0 for the default (about 5 s)
    const int64_t *values;   // by symbol: asks for these values only; NULL: for any
    SmtDump *dump;           // NULL: no dump
} OrderQuestion;

// One event of a run. Both halves of a rendezvous follow one another.
typedef struct OrderStep {
    NetTransitionId transition;
    InstanceId instance;
    InstanceId child; // SPAWN: the instance that it starts
} OrderStep;

typedef struct OrderResult {
    OrderVerdict verdict;
    const char *reason; // UNVERIFIED
    NetSource source;   // of the gap that is the reason
    bool is_cut;        // some loop was not unrolled to its end
    bool is_free;       // tests of cells or sends to all were taken to go either way: STUCK may be no run
    uint32_t event_count, atom_count, match_count;
    ARRAY(OrderStep) run;      // STUCK
    ARRAY(NetPlaceId) waiting; // STUCK: where instances wait
    int64_t *symbols;          // STUCK: by symbol
} OrderResult;

// The result lies in `arena`. Equal questions get equal answers.
OrderResult order_decide(const Net *net, const OrderQuestion *question, Arena *arena);

const char *order_verdict_name(OrderVerdict verdict); // "safe", "stuck", "unverified"
