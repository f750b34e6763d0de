// SPDX-License-Identifier: MIT
// Candidates for data races in a whole program: pairs of accesses to one piece of shared memory, at least one a write,
// not both atomic, in tasks that may run at the same time, with no lock in common (DESIGN section 8; filters in the
// order of filter.h). Built beside points-to and locksets, before anything is explored: a pair that is no candidate
// cannot race as far as pointers, locks, starting and joining tell; a candidate may still be ordered by what is not
// followed here. Memory that is only reached through unknown pointers is left out.
#pragma once
#include "link/parallel.h"
#include "locksets/locksets.h"

typedef enum AccessKind { MEMORY_READ, MEMORY_WRITE, MEMORY_FREE } AccessKind;

// As C11 numbers them.
typedef enum MemoryOrder {
    ORDER_RELAXED,
    ORDER_CONSUME,
    ORDER_ACQUIRE,
    ORDER_RELEASE,
    ORDER_ACQUIRE_RELEASE,
    ORDER_SEQUENTIAL
} MemoryOrder;

typedef struct MemoryAccess {
    FunctionId function;
    NodeId node;
    ExprId address; // of the first byte
    uint64_t bytes; // 0: to the end of the object
    AccessKind kind;
    bool is_atomic, is_update; // update: reads and writes in one step
    bool is_volatile;
    MemoryOrder order; // of atomic ones
} MemoryAccess;

// One access in a task that may perform it, and the locks it holds then (locksets.h).
typedef struct RaceSide {
    const MemoryAccess *access;
    TaskClassId task;
    HeldLocks held;
} RaceSide;

typedef enum RaceVerdict {
    RACE_POSSIBLE, // something that is not followed here may order the two or keep them apart: `reason`
    RACE_FEASIBLE, // one object for certain, both tasks alive, and nothing left that could
} RaceVerdict;

typedef enum RaceReason {
    REASON_NONE,
    REASON_OBJECT,   // the pointers may mean different objects
    REASON_CALL,     // reached only over calls that may mean many functions
    REASON_CALLBACK, // run by code outside; in which task is not known
    REASON_LOCK,     // the locks held may be the same one
    REASON_WAIT,     // one task waits for what the other does
    REASON_GUARD,    // what other tasks write decides whether the access happens, or where
    REASON_EXPORTED, // nothing here says that the library's functions are called at the same time
    REASON_KIND_COUNT
} RaceReason;

const char *race_reason_text(RaceReason reason); // "the pointers may mean different objects"

// One for each object and pair of task classes. The sides are of the most certain pair, the first in program order.
typedef struct RaceCandidate {
    Pointee object;
    RaceSide left, right;
    const RaceSide *members; // sides of pairs that stay, at most MOST_MEMBERS; by function and node
    uint32_t member_count;
    RaceVerdict verdict;
    RaceReason reason;
    bool is_exported_assumed; // exported functions are taken to run in several tasks at a time
} RaceCandidate;

typedef enum RaceFilter {
    FILTER_RANGE,     // other bytes
    FILTER_ATOMIC,    // both atomic
    FILTER_SCHEDULER, // tasks of one cooperative scheduler
    FILTER_PARALLEL,  // before the start, after the join
    FILTER_OWN,       // each task's own variable
    FILTER_LOCK,
    FILTER_ONCE,     // inside a once and behind it
    FILTER_CREATION, // ordered by a lock held while the task was started
    FILTER_KIND_COUNT
} RaceFilter;

typedef struct RaceStatistics {
    uint32_t accesses;  // to shared memory
    uint32_t vague;     // not followed: by pointers that may mean more than MOST_MEANT_OBJECTS
    uint32_t objects;   // members and other pieces of memory with accesses of several tasks, one of them a write
    uint32_t undecided; // of these with more than MOST_ACCESS_CLASSES different accesses
    uint64_t pairs, disposed[FILTER_KIND_COUNT];
} RaceStatistics;

enum { MOST_ACCESS_CLASSES = 200, MOST_MEMBERS = 24, MOST_MEANT_OBJECTS = 16 };

typedef struct Races {
    const RaceCandidate *candidates; // by site, offset, tasks
    uint32_t candidate_count;
    RaceStatistics statistics;
    struct RaceSearch *search; // private
} Races;

// Everything lives in `arena`.
Races *races_build(const Program *program, const PointsTo *points_to, const CallGraph *calls, const TaskTree *tasks,
                   const Parallel *parallel, const Locksets *locksets, Arena *arena);

// Whether the node performs an access of some candidate.
bool races_touches(const Races *races, FunctionId function, NodeId node);
