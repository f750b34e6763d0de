// SPDX-License-Identifier: MIT
// Why tasks are stuck: who waits for what, who could have helped, and which waits are causes rather than
// consequences. Checks choose their diagnoses by these facts and word them.
#pragma once
#include "base/array.h"
#include "explorer/explore.h"
#include "link/points_to.h"

typedef enum Cause {
    CAUSE_CYCLE,  // the tasks wait for one another (or one task for itself)
    CAUSE_NOBODY, // no task is left that would do what the task waits for
    CAUSE_BEHIND, // the task waits for one that is stuck on something that no check is about
    CAUSE_MISUSE, // nobody waits: the task does what the rules of the object forbid
} Cause;

// A closer cause than CAUSE_NOBODY, when the program shows one; see refine.h.
typedef enum Refinement {
    REFINED_NOT,
    REFINED_CANCEL_IGNORED, // the task was told to end by `signal` or `flag`, which it listens to at `listens` but not
                            // here
    REFINED_CANCEL_UNUSED,  // the select would end by `signal`, which nobody ever gives
    REFINED_NEVER_CLOSED,   // only a close would end the loop around the receive, and nobody ever closes the channel
} Refinement;

typedef struct Wait {
    TaskId task;
    CallSite site; // the blocked operation
    EventKind operation;
    ObjectId object;          // first of those it waits for; 0 none
    bool polls;               // goes round on its own timeouts for ever
    bool is_channel;          // waits on a channel
    bool is_lock;             // waits for a lock, also to take the mutex again after a condition wait
    bool completes_elsewhere; // the same operation ends well in some other execution
    bool has_peer;            // the program has an operation that would match, in a task that will not reach it
    CallSite peer;            // that operation
    TaskId peer_task;         // whose code it is
    TaskId helper;            // CYCLE: the task that would help and is stuck itself; BEHIND: likewise
    CallSite help;            // where it would
    TaskId taker;             // lock: who took it last, and
    CallSite taken;           // where; set when the way there was replayed
} Wait;

typedef struct Diagnosis {
    Cause cause;
    const StuckState *stuck; // MISUSE: the state right after it
    ViolationKind violation; // MISUSE
    StaleUse stale;          // of VIOLATION_STALE_WRITE
    Wait *waits; // MISUSE: the operation, `helper` the other task that it concerns; else cycle members in order, or the
                 // one blocked task
    uint32_t wait_count;
    Refinement refinement;
    ObjectId signal;  // a channel, or 0 and
    const char *flag; // memory that the task asks, as it writes it
    CallSite listens;
} Diagnosis;

typedef struct Diagnoses {
    ARRAY(Diagnosis) list;
} Diagnoses;

// All causes in a stuck state, cycles first, in order of tasks.
Diagnoses diagnose(const Program *program, const PointsTo *points_to, const Exploration *exploration,
                   const StuckState *stuck, Arena *arena);

// Finds in the way there who took the locks that are waited for.
void diagnosis_find_takers(const Program *program, const Witness *witness, Diagnosis *diagnosis);

// Whether the abstract object may be this one.
bool diagnosis_is_site(const PointsTo *points_to, const ObjectView *object, SiteId site);

Diagnosis diagnose_misuse(const Program *program, const Misuse *misuse, Arena *arena);
