// SPDX-License-Identifier: MIT
// The communication of a program cut into scopes: sets of blocking objects (channels, locks, conditions, semaphores,
// wait groups, barriers, tasks that are joined) that can be decided apart from all others.
//
// Object a *needs* object b when an operation that may block on b comes before one that ends waits at a, in one task
// or before the spawn of it. Take a state in which tasks are stuck, and of the objects they are stuck at those that
// need no other of them: the cause lies within one strongly connected part of the relation, and all that is outside
// this part can only come in time or not matter. So each part is asked by itself, with the operations on all other
// objects taken as ready at once (`order` tells how much of their order is kept). Locks that are leaves (nothing
// that may block between lock and unlock, on all ways released) block nobody for ever and belong to no scope.
#pragma once
#include "link/call_graph.h"

typedef uint32_t ScopeObjectId; // 0 none

typedef struct ScopeObject {
    SiteId site;
    int64_t offset; // -1: all of the site
    ObjectKind kind;
    const char *member; // "stats.mutex+80": this member of any structure; then there is no site
    bool is_leaf_lock;
    bool comes_free; // a lock whose sections all end, whatever they wait for meanwhile without it
    bool is_paired;  // a lock that is only given back where it was taken before, in the same function
    bool can_block;  // has an operation that may block for ever
    ScopeObjectId next_of_site, next_of_node;
} ScopeObject;

typedef struct ScopeMap ScopeMap;

// Which relation cuts the program.
typedef enum ScopeOrder {
    // Operations of any kind that precede one another tie objects: no order between those of a scope is lost.
    SCOPE_BY_ORDER,
    // Only waits tie: what orders the operations of a scope from outside, without being waited for, is lost.
    SCOPE_BY_WAITS,
    // Objects that one task operates on in its own function: the order among them is kept, what orders them from
    // outside is lost, and so is what they wait for there. Good for finding, never for a proof.
    SCOPE_BY_TASK,
    // One object with those that share an event with it. Likewise.
    SCOPE_BY_OBJECT,
} ScopeOrder;

typedef struct Scope {
    const ScopeMap *map;
    uint32_t number;       // within the order, from 1; smallest scopes first
    const uint32_t *items; // objects, ascending
    uint32_t count;
    const uint32_t *guards; // leaf locks that take part in exact scopes, ascending
    uint32_t guard_count;
    uint32_t event_count; // operations on them
    bool is_exact;        // no order and no result that matters comes from outside
    uint32_t task_count;  // spawn sites that lead to them
} Scope;

typedef struct ScopeList {
    Scope *items; // by event_count, then by first object
    uint32_t count;
} ScopeList;

// Near-linear in the program. Everything lives in `arena`.
ScopeMap *scope_map_build(const Program *program, const PointsTo *points_to, Arena *arena);

uint32_t scope_map_object_count(const ScopeMap *map); // including slot 0
const ScopeObject *scope_map_object(const ScopeMap *map, ScopeObjectId object);
uint32_t scope_map_event_count(const ScopeMap *map);
uint32_t scope_map_task_count(const ScopeMap *map);

// Finding exact scopes takes their slices, which are those that are asked for later when nothing new came of the last
// round of it. Whoever wants to know them at once is told of each round's beginning and of each slice in it
// (relevance.h). To be set before exact scopes are listed first.
struct Relevance;
typedef struct SliceObserver {
    void (*begin_round)(void *context);
    void (*see)(void *context, const struct Relevance *slice);
    void *context;
} SliceObserver;
void scope_observe(ScopeMap *map, SliceObserver observer);

// Whether exact scopes were listed, and the last round brought nothing new: a scope of the same objects and guards has
// the slice that was seen then.
bool scope_is_settled(const ScopeMap *map);

// The scopes of the whole program in which somebody may block; without leaf locks. `slicer` (relevance.h) tells what
// exact scopes need beyond their own objects; what it computed before is lost.
struct Relevance;
ScopeList scope_list(ScopeMap *map, ScopeOrder order, struct Relevance *slicer, Arena *arena);

// Of `roots`, those from which an operation of the scope is reached, as indices.
uint32_t scope_roots(ScopeMap *map, const Scope *scope, const FunctionId *roots, uint32_t count, uint32_t *found);

// Whether nothing can go wrong at its objects, by their sections alone: locks that come free and are paired.
bool scope_is_harmless(const Scope *scope);

// Whether an event operates on objects of the scope: UNSURE when it depends on the way there.
typedef enum ScopeAnswer { SCOPE_OUTSIDE, SCOPE_INSIDE, SCOPE_UNSURE } ScopeAnswer;
ScopeAnswer scope_of_event(const Scope *scope, FunctionId function, NodeId node);
ScopeAnswer scope_of_variable(const Scope *scope, VariableId variable, int64_t offset);
// Of what the node made or allocated, whoever called its function.
ScopeAnswer scope_of_made(const Scope *scope, FunctionId function, NodeId node, int64_t offset);

// Whether the node reads or writes memory that another task may write meanwhile; known once exact scopes were listed.
bool scope_is_contested(const Scope *scope, FunctionId function, NodeId node);

// The scope of these objects, with all that cannot be told apart from them; for finding, never for a proof.
Scope scope_of_objects(ScopeMap *map, const ScopeObjectId *objects, uint32_t count, Arena *arena);

ScopeObjectId scope_find_object(const ScopeMap *map, Pointee at); // 0 when nothing operates on it by this name

// Adds to `objects` what the event operates on and was not among them, as long as there is room: `room` in all.
void scope_add_operands(const ScopeMap *map, FunctionId function, NodeId node, ScopeObjectId *objects, uint32_t *count,
                        uint32_t room);

// "c, lock and 2 more", in `arena`.
const char *scope_name(const Scope *scope, Arena *arena);
