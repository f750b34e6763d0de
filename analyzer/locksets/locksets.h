// SPDX-License-Identifier: MIT
// Whole-program static lock analysis, for programs too large to explore: which locks are held where, in which order
// they are taken, and what is wrong about it. Functions are followed path-sensitively by their locks (state.h), calls
// by bottom-up summaries (summary.h). Linear in the program apart from bounds that are counted. It claims little
// where pointers are not followed: what it reports is meant to be true, not all there is.
#pragma once
#include "link/parallel.h"
#include "locksets/term.h"

// Where an operation stands, from a function's view: at its own node, or inside the call at that node.
typedef struct SiteChain {
    FunctionId function;
    NodeId node;
    const struct SiteChain *inner; // NULL at the operation itself
    uint32_t number;               // equal chains have equal numbers
} SiteChain;

typedef enum LockProblemKind {
    PROBLEM_DOUBLE_LOCK,      // taken again by the task that holds it
    PROBLEM_READ_RECURSION,   // read lock taken again by its reader, while a writer may come between
    PROBLEM_UNLOCK_MISSING,   // a way out of the function keeps what others give back
    PROBLEM_UNLOCK_NOT_HELD,  // given back though no way here has taken it
    PROBLEM_DOUBLE_UNLOCK,    // given back twice
    PROBLEM_HELD_AT_TASK_END, //
    PROBLEM_WAIT_UNGUARDED,   // condition wait without a test that is repeated
    PROBLEM_BLOCKED_HOLDING,  // waits for somebody who needs the lock
} LockProblemKind;

typedef struct LockProblem {
    LockProblemKind kind;
    FunctionId function; // chains begin here
    TermId lock;         // in the function's terms
    ObjectKind object;
    LockMode first_mode, second_mode;
    Recursion recursion; // what the model says about taking it again
    LockOrder order;
    bool is_told;            // UNLOCK_MISSING: the result tells the caller that the lock is kept
    const SiteChain *first;  // taken here (UNLOCK…: given back before; NULL when never taken)
    const SiteChain *second; // the operation that is wrong; NOT for UNLOCK_MISSING
    NodeId exit;             // UNLOCK_MISSING, HELD_AT_TASK_END: the way out
    const SiteChain
        *other; // UNLOCK_MISSING: where another way gives it back; BLOCKED_HOLDING: where the waker takes it
    TaskClassId other_task; // BLOCKED_HOLDING: the waker
} LockProblem;

// One task's part in a lock-order cycle: it holds `held` and waits for `acquired`.
typedef struct CyclePart {
    TaskClassId task;
    FunctionId function; // both chains begin here
    const SiteChain *held_site, *site;
    PointeeSet held, acquired;
    LockMode held_mode, acquired_mode;
} CyclePart;

typedef struct LockCycle {
    const CyclePart *parts; // each waits for what the next one holds
    uint32_t count;
} LockCycle;

typedef struct HeldLock {
    TermId lock; // in the function's terms
    LockMode mode;
    bool is_uncertain;     // code that is not seen may have changed which lock the name means
    const SiteChain *site; // where it was taken; begins in a caller when a caller holds it
} HeldLock;

typedef struct HeldLocks {
    const HeldLock *must, *may; // held on every way to the node; on some
    uint32_t must_count, may_count;
} HeldLocks;

typedef struct LocksetStatistics {
    uint32_t functions, followed, bounded; // bounded: a bound was hit there
    uint32_t edges, locks;
} LocksetStatistics;

typedef struct Locksets {
    const Program *program;
    const PointsTo *points_to;
    const CallGraph *calls;
    const TaskTree *tasks;
    const Parallel *parallel;
    TermTable *terms;
    bool has_problems; // they were looked for; before, there are none
    const LockProblem *problems;
    uint32_t problem_count;
    const LockCycle *cycles;
    uint32_t cycle_count;
    LocksetStatistics statistics;
    struct LockAnalysis *analysis; // private
} Locksets;

// Which locks are held where. Everything lives in `arena`.
Locksets *locksets_build(const Program *program, const PointsTo *points_to, const CallGraph *calls,
                         const TaskTree *tasks, Arena *arena);

// Adds the problems and the cycles; once.
void locksets_find_problems(Locksets *locksets);

// Whether locksets_find_problems may find a problem or a cycle that does not lie in functions of `is_decided` alone, or
// a wait that is not guarded; far cheaper than building them.
bool locksets_are_needed(const Program *program, const PointsTo *points_to, const CallGraph *calls,
                         const bool *is_decided, Arena *arena);

// Locks that the function itself or what it called has taken when it comes to the node. What a call that may mean many
// functions gives back is not seen: more may be listed than is held.
HeldLocks locksets_at(const Locksets *locksets, FunctionId function, NodeId node);

// The same, and among `must` those that callers hold and the function has not given back: all callers (task 0), or all
// that the class of tasks runs. They are named by globals, single objects and the function's parameters at entry
// (TERM_ENTRY: what is passed stands for itself, so `p->lock` of the caller's p is `q->lock` here), each lock by every
// such name. A caller's lock that has no such name is left out. Where two callers differ in mode, it is LOCK_SHARED.
// Functions that tasks begin with, callbacks and, for tasks that other code runs, exported functions are entered with
// none. Made at the first question for a task; lives as long as the locksets.
HeldLocks locksets_with_callers(const Locksets *locksets, TaskClassId task, FunctionId function, NodeId node);

// The address, an expression that the node reads or writes at, in the words of the locks held there: without field
// keys (term_as_place). 0 where it is not followed or has several names.
TermId locksets_address(const Locksets *locksets, FunctionId function, NodeId node, ExprId address);

// The innermost operation of a chain.
const SiteChain *chain_end(const SiteChain *chain);

// Whether one object may be in both; what is unknown is not looked at.
bool pointees_meet(const PointeeSet *left, const PointeeSet *right);
