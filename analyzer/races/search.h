// SPDX-License-Identifier: MIT
// Shared by this room's files only. Accesses become touches (an access of one abstract object), touches of one object
// that are alike become one class, classes are paired.
#pragma once
#include "link/pair_map.h"
#include "races/races.h"

typedef struct Touch {
    uint32_t access; // index
    Pointee at;      // elements of indexed arrays are their first one (points_to_element_offset)
    uint64_t bytes;  // 0: to the end of the object
    bool is_exact;   // the pointer means this one object and no other
    bool is_own;     // a variable of the function itself
} Touch;

// A name by which the locks of two accesses of the same address are the same lock: one object, or what a lock's name
// is in terms of the address. See lock_names.c.
typedef struct LockName {
    bool is_relative;
    uint64_t first, second;
    LockMode mode;
} LockName;

typedef struct LockNames {
    const LockName *items;
    uint32_t count;
} LockNames;

typedef struct TaskList {
    ARRAY(TaskClassId) list;
} TaskList;

typedef struct RaceSearch {
    const Program *program;
    const PointsTo *points_to;
    const CallGraph *calls;
    const TaskTree *tasks;
    const Parallel *parallel;
    const Locksets *locksets;
    Arena *arena;
    const uint8_t *is_shared; // per site
    bool assumes_exports;     // without an entry function: exported functions run in several tasks

    ARRAY(MemoryAccess) accesses;
    ARRAY(Touch) touches; // sorted by site, then in program order
    uint32_t *site_start; // per site, touches of it

    TaskList *runners;  // per function
    bool **is_callback; // per task: functions that it is taken to run because it registers them; NULL: none
    bool **is_sure;     // per task: functions that it reaches over calls that mean one function; NULL until asked for
    FunctionId **sure_callees; // per function, ended by 0
    TaskList *schedulers;      // per task: tasks whose threads it runs on

    PairMap lock_sets, alive_sets; // numbers by hash
    uint32_t *alive_numbers;       // per access; 0 until asked for
    ARRAY(LockNames) lock_names;   // by number
    PairMap held_at;               // (task, function), node to index of `held` + 1
    ARRAY(HeldLocks) held;
    PointeeSet **entered_with;             // per task, per function: locks that callers may hold; NULL until asked for
    struct RaceHistory *history;           // history.c; NULL until asked for
    struct CreationLocks **creation_locks; // per task; likewise
    struct Waiting *waiting;               // waits.h; likewise

    bool **is_touched; // per function, per node; NULL: none
    ARRAY(RaceCandidate) candidates;
    RaceStatistics statistics;
} RaceSearch;

// collect.c
void collect_touches(RaceSearch *search);

// runners.c
void runners_find(RaceSearch *search);
bool runner_is_callback(const RaceSearch *search, TaskClassId task, FunctionId function);
bool runner_is_sure(RaceSearch *search, TaskClassId task, FunctionId function);

// task_pair.c
void schedulers_find(RaceSearch *search);
bool tasks_share_scheduler(const RaceSearch *search, TaskClassId left, TaskClassId right);
bool tasks_may_meet(const RaceSearch *search, TaskClassId left, CallSite left_site, TaskClassId right,
                    CallSite right_site);

// lock_names.c
HeldLocks held_locks(RaceSearch *search, TaskClassId task, CallSite site);
uint32_t lock_names_of(RaceSearch *search, const MemoryAccess *access, TaskClassId task);
bool lock_names_exclude(const RaceSearch *search, uint32_t left, uint32_t right);

// held_objects.c: whether both sides may hold one lock, by all that they or their callers may hold.
bool sides_may_share_lock(RaceSearch *search, const RaceSide *left, const RaceSide *right);

// filter_once.c, filter_creation.c
bool once_orders(RaceSearch *search, const MemoryAccess *left, TaskClassId left_task, const MemoryAccess *right,
                 TaskClassId right_task);
bool creation_orders(RaceSearch *search, const MemoryAccess *left, TaskClassId left_task, const MemoryAccess *right,
                     TaskClassId right_task);

// pairing.c
void pair_all(RaceSearch *search);

// verdict.c
RaceReason verdict_reason(RaceSearch *search, const Touch *left_touch, const RaceSide *left, const Touch *right_touch,
                          const RaceSide *right);

// wait_order.c
bool order_may_matter(RaceSearch *search, const RaceSide *left, const RaceSide *right);
// Whether the task comes to the place after `first`, and `first` not once more; now and then: or it does. `then` learns
// of it.
bool order_tells(RaceSearch *search, const RaceSide *first, const RaceSide *then, TaskClassId task, CallSite place,
                 bool is_now_and_then);

// guard.c
// Whether the side's task looks at something that may tell it that the other access is over.
bool is_guarded(RaceSearch *search, const RaceSide *side, const RaceSide *other);

static inline CallSite place_of_access(const MemoryAccess *access) {
    return (CallSite){access->function, access->node};
}

static inline const MemoryAccess *access_of(const RaceSearch *search, const Touch *touch) {
    return &search->accesses.items[touch->access];
}
