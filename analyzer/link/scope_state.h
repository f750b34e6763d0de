// SPDX-License-Identifier: MIT
// What scope_*.c and relevance_scope.c share; private to this room.
#pragma once
#include "link/graph_walk.h"
#include "link/pair_map.h"
#include "link/scope.h"

// An object named by a parameter: the memory `offset` bytes behind what it points to.
typedef struct Formal {
    uint32_t position;
    int64_t offset;
} Formal;

// An operation on objects: a library call, or a call of a function that performs one on what its parameters name.
typedef struct ScopeOperation {
    FunctionId function;
    NodeId node;
    FunctionId wrapper; // CALL: the function called, whose operations on `inner` these are
    Formal inner[2];
    EventKind event;
    bool blocks;           // may wait for ever
    bool frees;            // may end a wait
    bool is_setup;         // initialises or asks: nobody waits for it
    const char *member[2]; // of the object and of the mutex: the members that name it, "stats.mutex+80"; NULL none
    bool ties;             // its objects are one
    bool is_vague;         // on too many objects to say anything
    uint32_t kept;         // scope_sharpen's
    bool is_stray;         // on a task that is not known
    bool is_for_callers;   // on parameters: what it operates on is said at the calls
    Formal formal[2];      // those parameters: of the object and of the mutex
    uint32_t formal_count; // also of `inner`
    uint32_t first, count; // of ScopeMap.operands
} ScopeOperation;

// Memory that several tasks may reach while they run, and the slice of a scope needs.
typedef struct ScopeMemory {
    ScopeObjectId tied; // to this object's scope
    SiteId site;
    ARRAY(CallSite) accesses; // those that may follow a spawn
    ARRAY(CallSite) writes;
} ScopeMemory;

// A leaf lock whose section is no single step for the scope: lock and unlock take part there.
typedef struct ScopeGuard {
    ScopeObjectId tied, lock;
    CallSite site; // of the lock or of an unlock
} ScopeGuard;

struct ScopeMap {
    const Program *program;
    const PointsTo *points_to;
    CallGraph *calls;
    Arena *arena;
    ARRAY(ScopeObject) objects;       // slot 0 unused
    ARRAY(ScopeOperation) operations; // sorted by function, node; slot 0 unused
    ARRAY(ScopeObjectId) operands;
    PairMap object_map;        // site, offset -> object
    PairMap member_map;        // hash of a member's name -> object
    PairMap last_of_node;      // function, node -> last object made or allocated there
    PairMap last_of_site;      // site, 0 -> last object of it; site, 1 -> the object that is any of them
    uint32_t *operation_start; // per function: first operation
    ScopeObjectId *parent;     // union-find over objects that cannot be told apart
    uint32_t parent_capacity;
    uint32_t *user_start, *users; // per object: operations on it
    bool *may_block;              // per function: something in it or in what it calls may block for ever
    bool *is_involved;            // per function: it, or what it calls or starts, operates on an object
    uint32_t *seen;               // per function: number of the walk that was there last
    uint32_t walk;
    uint32_t *section_seen, section_room, section_number; // scope_visit_section's
    NodeId *section_stack;
    FunctionId *stack;
    uint32_t task_count;
    SliceObserver observer;
    const struct WaitTable *wait_table; // of passage.c; NULL until needed
    bool is_settled;                    // see scope.h
    bool is_coupled;                    // the rest is known
    ScopeObjectId *coupled;             // union-find over objects that are one for exact scopes
    ARRAY(ScopeMemory) memories;
    PairMap contested_map;    // function, node of an access to such memory -> 1
    ARRAY(ScopeGuard) guards; // sorted by the scope's root in `coupled`, lock
    uint32_t *first_place;    // per function: where its nodes start in follows_spawn
    bool *follows_spawn;      // per node of involved functions: a task may run when it does
    ARRAY(uint32_t) strays;   // joins and cancels of tasks that are not known: they may concern every scope
};

// scope_operation.c
void scope_collect_operations(ScopeMap *map);
const ScopeOperation *scope_operations_at(const ScopeMap *map, FunctionId function, NodeId node, uint32_t *count);

// scope_object.c
ScopeObjectId scope_add_object(ScopeMap *map, ScopeObject object);
ScopeObjectId scope_object_at(ScopeMap *map, Pointee at, ObjectKind kind);
void scope_unite(ScopeMap *map, ScopeObjectId left, ScopeObjectId right);
ScopeObjectId scope_find(const ScopeMap *map, ScopeObjectId object);
ScopeObjectId scope_find_coupled(const ScopeMap *map, ScopeObjectId object);
bool scope_unite_coupled(ScopeMap *map, ScopeObjectId left, ScopeObjectId right); // whether they were two
bool scope_follows_spawn(const ScopeMap *map, CallSite at);
bool scope_has(const Scope *scope, ScopeObjectId object);

// scope_sharpen.c
void scope_sharpen(ScopeMap *map);

// scope_cancel.c: a task that may be canceled is one with all that it operates on.
void scope_tie_canceled(ScopeMap *map);

// scope_leaf.c
void scope_find_leaf_locks(ScopeMap *map);
bool scope_waits_for_nobody(const ScopeMap *map, const ScopeOperation *operation); // for longer than a section lasts
bool scope_frees_nobody(const ScopeMap *map, const ScopeOperation *operation);     // who would wait longer than that
// Visits the nodes between a lock and its unlocks, these included, until told to stop.
typedef bool (*SectionVisit)(void *context, CallSite at, bool is_unlock);
void scope_visit_section(ScopeMap *map, const ScopeOperation *lock, SectionVisit visit, void *context);

// scope_couple.c
struct Relevance;
void scope_couple(ScopeMap *map, struct Relevance *slicer);

uint32_t scope_first_guard(const ScopeMap *map, ScopeObjectId tied); // index; map->guards.count when none

// scope_shared.c: what the questions about one piece of memory after another share.
typedef struct ScopeWrites {
    Arena *arena;
    uint32_t *starts_walk;       // per function: the walk in which it was found to lead to a start
    struct ControlFlow **cycles; // per function, made when needed
    uint32_t *seen, search;      // per node of the function at hand: the search in which it was reached
} ScopeWrites;

ScopeWrites *scope_writes_create(const ScopeMap *map, Arena *arena);
bool scope_is_written_late(ScopeMap *map, const ScopeMemory *memory, ScopeWrites *writes);

// scope.c
void scope_enter(ScopeMap *map, FunctionId function, uint32_t *depth); // once each in a walk, onto the stack
void scope_involve(ScopeMap *map, FunctionId function);                // with all that call or start it
ScopeList scope_list_parts(ScopeMap *map, ScopeOrder order, Arena *arena);

// scope_order.c
void scope_find_followers(ScopeMap *map);
// Per object the number of its strongly connected part, from 1; objects that are one have one.
uint32_t *scope_find_parts(ScopeMap *map, ScopeOrder order, uint32_t *part_count, Arena *arena);
