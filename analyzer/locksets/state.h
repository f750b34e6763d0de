// SPDX-License-Identifier: MIT
// What is known on the ways that reach a node with the same locks held: values of variables and memory as terms,
// facts about terms from branches, and the locks. Ways with different locks are kept apart, ways with the same locks
// are one state (property simulation: Das, Lerner, Seigle, PLDI 2002), so that `if (c) lock; ... if (c) unlock;`
// stays two stories and the number of states stays small.
#pragma once
#include "locksets/field_keys.h"
#include "locksets/locksets.h"
#include "locksets/term.h"

typedef enum LockStatus {
    LOCK_HELD,     // taken since the function was entered
    LOCK_RELEASED, // held by the caller, and given back since the function was entered
    LOCK_PERHAPS,  // no longer followed: held or not
} LockStatus;

typedef struct LockEntry {
    TermId lock; // a place (term_as_place)
    LockStatus status;
    LockMode mode;
    Recursion recursion;
    uint32_t depth;
    bool is_uncertain;     // code that is not seen may have changed which lock the name means
    const SiteChain *site; // of the first acquisition, or the release; on one of the ways
} LockEntry;

// A lock that the task does not hold: it was taken and given back.
typedef struct FreeLock {
    TermId lock;
    bool is_uncertain;     // given back under another name that may mean it
    const SiteChain *site; // where it was given back
} FreeLock;

// What `key` holds: variable v (2 v), the memory at address term t (2 t + 1).
typedef struct Binding {
    uint32_t key;
    TermId value;
} Binding;

// low ≤ term ≤ high, and not `except` when has_except.
typedef struct Fact {
    TermId term;
    int64_t low, high, except;
    bool has_except;
} Fact;

enum { MOST_CONDITIONS = 6 };

// What is known when something happens, in terms that mean something to callers.
typedef struct Conditions {
    Fact items[MOST_CONDITIONS];
    uint32_t count;
} Conditions;

typedef struct LockState {
    ARRAY(Binding) bindings;
    ARRAY(Fact) facts;
    ARRAY(LockEntry) locks;
    ARRAY(FreeLock) free;   // all sorted by their first member
    NodeId *clobbers;       // per tracked key of the function: the last node that may have changed such memory
    bool is_pending;        // not yet followed from where it is kept
    struct LockState *next; // for lists and the pool
} LockState;

// Owns states; they are given back and used again.
typedef struct StatePool {
    Arena *arena;
    TermTable *terms;
    const FieldKeys *all_keys;
    const TrackedKeys *keys;
    LockState *unused, *spare; // spare: room for rewriting
} StatePool;

// The place of the first item that is not below `key`, of items that begin with their key and are sorted by it.
static inline uint32_t sorted_index(const void *items, uint32_t count, size_t size, uint32_t key) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (*(const uint32_t *)(const void *)((const char *)items + middle * size) < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

LockState *lock_state_create(StatePool *pool);
LockState *lock_state_copy(StatePool *pool, const LockState *state);
void lock_state_release(StatePool *pool, LockState *state);

static inline uint32_t key_of_variable(VariableId variable) {
    return variable * 2;
}
static inline uint32_t key_of_cell(TermId address) {
    return address * 2 + 1;
}

// Values. A key without binding holds what it held at entry or since it was last clobbered.
TermId lock_state_value(const StatePool *pool, const LockState *state, uint32_t key);
bool lock_state_has_binding(const LockState *state, uint32_t key);
void lock_state_bind(StatePool *pool, LockState *state, uint32_t key, TermId value);
// Memory of this field key may have changed at `node`.
void lock_state_clobber(StatePool *pool, LockState *state, uint32_t field_key, NodeId node);

// Replaces terms everywhere; facts about terms that became one of many are dropped, locks stay.
void lock_state_rewrite(StatePool *pool, LockState *state, TermChange change, void *context);
// Terms that the node made are those of an earlier round from now on.
void lock_state_age_node(StatePool *pool, LockState *state, NodeId node);
// The same for what joins at the node, unless it is still in its place.
void lock_state_age_merges(StatePool *pool, LockState *state, NodeId node);

// Facts. Assuming gives false when that cannot be.
Fact lock_state_fact(const StatePool *pool, const LockState *state, TermId term);
bool lock_state_assume(StatePool *pool, LockState *state, TermId condition, bool is_true);
bool lock_state_assume_range(StatePool *pool, LockState *state, Fact fact);
// Whether both facts, of one term, can hold.
bool facts_agree(const Fact *one, const Fact *other);
// The portable facts of the state: comparisons of two unknown values first.
Conditions lock_state_conditions(const StatePool *pool, const LockState *state);
// Adds a fact that holds beside the others; becomes what holds in both cases; whether they can hold together.
void conditions_add(Conditions *conditions, Fact fact);
void conditions_join(Conditions *into, const Conditions *from);
bool conditions_agree(const TermTable *terms, const Conditions *one, const Conditions *other);
// Whether the condition is certainly true (1), certainly false (0), or open (-1).
int lock_state_decide(const StatePool *pool, const LockState *state, TermId condition);

LockEntry *lock_state_lock(const LockState *state, TermId lock);
void lock_state_put_lock(StatePool *pool, LockState *state, LockEntry entry);
void lock_state_drop_lock(LockState *state, TermId lock);
const FreeLock *lock_state_free_lock(const LockState *state, TermId lock);
void lock_state_put_free(StatePool *pool, LockState *state, FreeLock lock);
void lock_state_drop_free(LockState *state, TermId lock);
bool lock_state_has_same_locks(const LockState *left, const LockState *right);

// `into` becomes what holds in both, where ways join at `node`. Whether it changed.
bool lock_state_join(StatePool *pool, LockState *into, const LockState *from, NodeId node);
