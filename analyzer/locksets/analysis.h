// SPDX-License-Identifier: MIT
// Shared by this room's files only. One LockAnalysis a program, one Walk a function at a time.
#pragma once
#include "link/control_flow.h"
#include "link/pair_map.h"
#include "link/parallel.h"
#include "locksets/locksets.h"
#include "locksets/summary.h"

enum {
    MOST_ALTERNATIVES = 12, // lock states a node
    MOST_VISITS = 120,      // arrivals at one node before the function counts as too large
    STEPS_PER_NODE = 400,   // nodes executed per node of the function, likewise
    MOST_CALLEES = 32,      // of one indirect call whose writes count
    MOST_CHAIN = 24,        // calls in a site chain
    MOST_MEANT = 2,         // functions that a call through a pointer may mean, for what is told to hang on it
};

// An edge whose locks are known to all; see OrderEdge.
typedef struct SettledEdge {
    FunctionId function;
    const SiteChain *held_site, *site;
    LockMode held_mode, acquired_mode;
    PointeeSet held, acquired;
    Conditions conditions;
    Pointee gates[MOST_GATES];
    uint32_t gate_count;
} SettledEdge;

// Locks at one node; index 0 of the table is "none".
typedef struct NodeLocks {
    const HeldLock *must, *may, *lost; // lost: what callers hold, given back on some way
    uint32_t must_count, may_count, lost_count;
} NodeLocks;

typedef struct ChainList {
    ARRAY(SiteChain *) list;
} ChainList;

typedef struct LockAnalysis {
    const Program *program;
    const PointsTo *points_to;
    const CallGraph *calls;
    const TaskTree *tasks;
    const Parallel *parallel;
    Arena *arena, *scratch; // scratch: of the function at hand
    FieldKeys *keys;
    TermTable *terms;
    bool *is_relevant;        // functions under which locks are used
    bool *is_kept_on_purpose; // functions whose callers give back what they keep
    Summary *summaries;       // per function
    PairMap chain_numbers;    // (function, node), inner chain to the chain's number
    ChainList chains;
    ARRAY(LockProblem) problems;   // candidates until problems.c has looked at them
    ARRAY(PointeeSet) handed_over; // locks that another task gives back than the one that took them
    ARRAY(SettledEdge) edges;
    NodeLocks **node_locks;           // per followed function, per node; NULL for the others
    PointeeSet *entry_locks;          // per function: locks that all callers hold
    TermId ***call_arguments;         // per followed function, per node that calls: what is passed
    PairMap addresses;                // (followed function, node), expression to the name of the address
    struct LocksetContexts *contexts; // see context.c
    struct KnownKinds *kinds;         // see kinds.c
    Locksets *result;
} LockAnalysis;

typedef struct StateList {
    LockState *first;
    uint32_t count, visits;
} StateList;

// A way out of the function with a lock still held; the rest of its kind are not kept.
typedef struct ExitState {
    NodeId node;
    LockState *state;
    TermId returned;
} ExitState;

typedef struct Recorder {
    Summary *summary;
    ARRAY(ExitState) exits;
    ARRAY(LockEntry) given;    // locks that the function takes and gives back itself, with the place of giving back
    ARRAY(HeldLock) must, may; // of the node at hand
    bool *is_given_held;       // per node: some way gives back there what it holds
    LockState **first_at;      // per node: the locks of the first state there, to unite others with
} Recorder;

// A state on its way to a node.
typedef struct Ahead {
    NodeId from, node;
    LockState *state;
} Ahead;

typedef struct Walk {
    LockAnalysis *analysis;
    FunctionId id;
    const Function *function;
    ControlFlow *flow;
    TrackedKeys keys;
    StatePool pool;
    uint32_t *rank; // reverse postorder of nodes
    NodeId *order;  // nodes in that order
    uint32_t order_count;
    ARRAY(VariableId) counters;
    ARRAY(Ahead) ahead; // of the stretch that is followed
    StateList *at;      // states at nodes where ways join, and at the entry
    uint64_t steps, step_limit;
    uint32_t first_problem; // of this function in the list of problems
    Recorder *record;       // set in the last pass
    bool is_bounded;
    uint32_t freed_parameters; // see Summary
    LockState *results;        // of the node at hand: states after it, in order of `next`
} Walk;

void walk_function(LockAnalysis *analysis, FunctionId function);

// evaluate.c: the value of an expression; of a pointer that can only mean one object, that object; of an event's
// operand as a lock's place.
TermId evaluate_value(Walk *walk, const LockState *state, ExprId expr);
TermId evaluate_pointer(Walk *walk, const LockState *state, ExprId expr);
// What is read or written through is there: false when the pointer is null on this way, which ends here.
bool assume_dereferenced(Walk *walk, LockState *state, ExprId expr);
bool assume_pointer(Walk *walk, LockState *state, ExprId address);
TermId evaluate_lock(Walk *walk, const LockState *state, NodeId node, OperandRole role);
uint32_t key_for_address(const Walk *walk, TermId address);
void store_value(Walk *walk, LockState *state, NodeId node, TermId address, TermId value);
void forget_local(Walk *walk, LockState *state, NodeId node, TermId address);
void forget_filled(Walk *walk, LockState *state, NodeId node);

// Executes one node; each of the states that come out of it is given to walk_emit.
void execute_call(Walk *walk, NodeId node, LockState *state);
void execute_event(Walk *walk, NodeId node, LockState *state);
void walk_emit(Walk *walk, LockState *state);

// lock_use.c: one lock in one state, changed in place; records when the walk does.
typedef struct LockUse {
    TermId lock;
    ObjectKind object;
    LockMode mode;
    bool blocks;
    Recursion recursion;
    LockOrder order;
    const SiteChain *site;
} LockUse;
bool lockset_take(Walk *walk, LockState *state, const LockUse *use); // false when the task waits for itself for ever
void lockset_give(Walk *walk, LockState *state, const LockUse *use);
void lockset_free(Walk *walk, LockState *state, TermId object);
bool lockset_keep(Walk *walk, LockState *state, const LockEntry *effect); // a call has taken it; likewise

// chain.c
const SiteChain *chain_make(LockAnalysis *analysis, CallSite site, const SiteChain *inner);
PointeeSet operation_objects(const LockAnalysis *analysis, const SiteChain *site); // of the lock at its end
// What a lock of this function may be: by its name, else by the operation that took it.
PointeeSet lock_objects(LockAnalysis *analysis, TermId lock, const SiteChain *site);
// The name for callers: the term itself when it is portable, else some object. 0 when nothing is known.
TermId lock_for_callers(LockAnalysis *analysis, TermId lock, const SiteChain *site);
// Whether some call of the chain goes through a pointer that may mean many functions: it may well mean another.
bool chain_is_vague(const LockAnalysis *analysis, const SiteChain *chain);
bool locks_may_be_same(LockAnalysis *analysis, TermId left, const SiteChain *left_site, TermId right,
                       const SiteChain *right_site);
KeyList summary_loaded_keys(LockAnalysis *analysis, FunctionId function);

// record.c, record_exit.c
// What a callee's terms are in its caller: locks, and other values.
typedef struct Instantiation {
    TermId (*lock)(void *context, TermId lock, const SiteChain *site);
    TermId (*value)(void *context, TermId value);
    void *context;
} Instantiation;
void record_node(Walk *walk, NodeId node, const LockState *state);
void record_take(Walk *walk, const LockState *state, const LockUse *use);
void record_given(Walk *walk, const LockEntry *entry, const LockUse *use);
void record_given_unheld(Walk *walk, const LockState *state, const LockUse *use);
void record_call(Walk *walk, const LockState *before, NodeId node, const Summary *callee, const Instantiation *into);
void record_task_end(Walk *walk, NodeId node, const LockState *state);
void record_exit(Walk *walk, NodeId node, const LockState *state, TermId returned);
void record_finish(Walk *walk);
void add_edge(Walk *walk, OrderEdge edge);
void record_arguments(Walk *walk, NodeId node, const LockState *state); // context.c
void record_addresses(Walk *walk, NodeId node, const LockState *state); // address.c

// Of a function that uses no locks, and was not followed: the value where it is a parameter as it was passed, an
// address in it or in a variable, or a number; else 0.
TermId plain_term(const LockAnalysis *analysis, const Function *function, ExprId id);

// kinds.c, problems.c, order.c, guard.c, blocked.c
void kinds_collect(LockAnalysis *analysis);
bool kinds_may_recurse(const LockAnalysis *analysis, const PointeeSet *lock);
bool kinds_make_readers_wait(const LockAnalysis *analysis, const PointeeSet *lock);
void problems_select(LockAnalysis *analysis);
void order_find_cycles(LockAnalysis *analysis);
void guard_find_waits(LockAnalysis *analysis);
bool guard_has_waits(LockAnalysis *analysis); // whether that finds any
void blocked_find_waits(LockAnalysis *analysis);
