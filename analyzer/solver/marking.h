// SPDX-License-Identifier: MIT
// Marking equations: what must hold of a net's final marking whenever a run has got stuck, in linear integers
// for Z3. Per transition how often it fired, per place how many instances rest there; flow through places and
// loops, balance of channels against their capacity, counts of locks, semaphores and wait groups, and for each
// waiting instance that nothing it waits for is possible. Loop trips, instances and capacities stay symbolic.
// Every equation is necessary in every reachable stuck state (state equation: Murata 1989, section IV.C), so
// unsatisfiable proves the net for all its symbols; a model is only a candidate.
//
// Assumes what net.h says: a run ends at a misuse (asked separately, so that no proof rests on it), and a loop
// that can be left without waiting is left at some time. Waiters count also when other tasks run for ever beside
// them (marking_recur.c); what is fair is done: a transition that is possible again and again is taken at some time.
#pragma once
#include "solver/net.h"
#include "solver/smt_dump.h"

typedef enum MarkingVerdict {
    MARKING_SAFE_ALL,   // no run of the net gets stuck, whatever its symbols are
    MARKING_CANDIDATE,  // the equations have a solution; whether a run leads there is open
    MARKING_UNVERIFIED, // `reason` says why there is no answer
} MarkingVerdict;

typedef struct MarkingQuestion {
    NetPlaceId waiting_at;                      // is a waiter in this place possible? 0: in any place
    uint32_t resource_limit;                    // in Z3's units; 0 for the default (about 2 s)
    uint32_t rank_resource_limit;               // of the second try; 0 for the default (about 5 s)
    bool skip_ranks;                            // no second try with first-fire ranks
    SmtDump *dump;                              // NULL: no dump
    const struct MarkingModel *const *excluded; // models that are not wanted again
    uint32_t excluded_count;
} MarkingQuestion;

typedef struct MarkingModel {
    int64_t *executions; // by transition
    int64_t *resting;    // by place: instances that wait or have ended there
    int64_t *running;    // by place: instances that are there and run for ever
    int64_t *instances;  // by task
    int64_t *symbols;    // by symbol
} MarkingModel;

typedef struct MarkingResult {
    MarkingVerdict verdict;
    const char *reason; // UNVERIFIED: "resource limit", "too big", the net's first gap …; else NULL
    NetSource source;   // of that gap
    bool used_ranks;    // the verdict is that of the second try
    MarkingModel model; // CANDIDATE
} MarkingResult;

// The result lies in `arena`. Equal questions get equal answers.
MarkingResult marking_decide(const Net *net, const MarkingQuestion *question, Arena *arena);

const char *marking_verdict_name(MarkingVerdict verdict); // "safe-all", "candidate", "unverified"
