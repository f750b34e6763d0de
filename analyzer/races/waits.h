// SPDX-License-Identifier: MIT
// Waits, what ends them, and which places of a task may come after another: the parts of wait_order.c. Private to this
// room. A place is a node; "may come after" is a way over calls and returns that a task can take (returns to callers
// first, then calls: Reps, Horwitz, Sagiv 1995 for one source).
#pragma once
#include "link/control_flow.h"
#include "races/search.h"

typedef struct WaitSite {
    CallSite at;
    PointeeSet objects; // has_unknown: any
    EventKind event;
    bool waits, wakes;
    bool is_timed; // may end by itself
} WaitSite;

typedef struct WaitSites {
    ARRAY(WaitSite) list; // by function and node
    uint32_t *start;      // per function, of its sites in the list; one more at the end
} WaitSites;

// Where one task waits for another one, or for one that waits for that.
typedef struct Bars {
    bool *at_site;     // per wait site
    bool *in_function; // per function: in it or below
} Bars;

typedef struct Waiting {
    RaceSearch *search;
    WaitSites sites;
    ControlFlow **flow; // per function; NULL until asked for
    bool **waiters;     // per task, per other task: this one waits for it; NULL until asked for
    PairMap reached_numbers;
    ARRAY(uint64_t *) reached; // by number, a bit per node of the program
    uint32_t *first_node;      // per function: the bit of its first node; one more at the end
    PairMap bar_numbers;
    ARRAY(Bars *) bars;
    PairMap behind_numbers;
    ARRAY(bool *) behind; // see wait_order.c
} Waiting;

Waiting *waiting_of(RaceSearch *search); // made when it is first asked for

bool waiting_meet(const WaitSite *wait, const WaitSite *wake);
bool waiting_surely_meet(const WaitSite *wait, const WaitSite *wake);

// Whether the wait can be ended by one of the tasks (an array by task) but `except`.
bool waiting_ends_by_any(const Waiting *waiting, const WaitSite *wait, const bool *tasks, TaskClassId except);
bool waiting_runs(const RaceSearch *search, TaskClassId task, FunctionId function);

// Whether the wait may be one for the end of the task.
bool waiting_names_end(const Waiting *waiting, const WaitSite *wait, TaskClassId task);

// Whether the task may come to `to` after it was at `from`. True when too much was asked before to keep the answer.
bool waiting_may_follow(Waiting *waiting, TaskClassId task, CallSite from, CallSite to);

const Bars *waiting_bars(Waiting *waiting, TaskClassId task, TaskClassId other);

// Whether the task, wherever it was called from when it is at `from`, may come to `to` later with nothing in between
// that waits for what `other`, or a task that waits for it, does.
bool waiting_comes_again(Waiting *waiting, TaskClassId task, CallSite from, CallSite to, TaskClassId other);

// Whether the task waits in a loop that is over before it comes to the place: innermost loops, or loops as a whole.
bool waiting_is_loop_before(Waiting *waiting, TaskClassId task, CallSite wait, CallSite place, bool is_innermost);

static inline const ControlFlow *waiting_flow(Waiting *waiting, FunctionId id) {
    ControlFlow **flow = &waiting->flow[id];
    if (!*flow)
        *flow = control_flow_build(program_function(waiting->search->program, id), NULL, waiting->search->arena);
    return *flow;
}
