// SPDX-License-Identifier: MIT
// The vocabulary in which a scope is asked about in whole numbers: a Petri net with objects (Murata, Petri
// Nets: Properties, Analysis and Applications, 1989). A task type is a graph of places; an instance of the task
// stands in one place and moves by one transition, which may act on one object. A place whose transitions can
// all be impossible is where instances wait. Built from a Program by net_build, decided by marking.
//
// Counts may be symbols: integers that have one fixed value through a whole run. A run ends at an operation
// that its library calls misuse (unlock of a free lock, a wait group below zero).
// Ids are indices into the Net's tables; 0 means none, so slot 0 of every table is unused.
#pragma once
#include "base/array.h"
#include "base/hash.h"
#include "base/text.h"
#include "solver/feasibility.h"

typedef uint32_t NetTaskId, NetPlaceId, NetTransitionId, NetObjectId, NetSymbolId, NetLoopId;

// The symbol's value (0 for none) plus the constant.
typedef struct NetAmount {
    NetSymbolId symbol;
    int64_t constant;
} NetAmount;

// Where in the program something comes from, for reports.
typedef struct NetSource {
    FunctionId function;
    NodeId node;
    const char *label; // "send", "lock"; NULL for what stands for no operation
} NetSource;

typedef enum NetAction {
    NET_STEP,           // always possible: branches, timeouts, what the environment lets pass
    NET_DEFAULT,        // possible while no other transition of its place is
    NET_SEND,           //
    NET_RECEIVE,        //
    NET_SEND_CLOSED,    // a send that sees that the channel is closed
    NET_RECEIVE_CLOSED, // a receive that sees it, once the channel is drained where it drains
    NET_CLOSE,          //
    NET_LOCK,           //
    NET_UNLOCK,         //
    NET_LOCK_SHARED,    //
    NET_UNLOCK_SHARED,  //
    NET_ACQUIRE,        // semaphore down
    NET_RELEASE,        // semaphore up
    NET_ADD,            // wait group: `amount`
    NET_DONE,           // wait group: minus one
    NET_WAIT_ZERO,      // possible while the wait group's count is zero
    NET_SPAWN,          // a new instance of `task`
    NET_JOIN,           // possible once an instance of `task` has ended
    NET_WAKE,           // possible when a signal or broadcast of the condition meets it
    NET_SIGNAL,         // moves one instance that waits in a NET_WAKE, if there is one
    NET_BROADCAST,      // moves all of them
    NET_ARRIVE,         // barrier: as many as its capacity says go on together
    NET_STORE,          // the cell becomes `amount`
    NET_INCREASE,       // the cell grows by `amount`, a constant
    NET_TEST,           // possible while the cell compares with `amount` as `comparison` says
    NET_ACTION_COUNT
} NetAction;

typedef struct NetTask {
    const char *name;
    FunctionId entry_function;
    NetAmount initial; // instances at the start
    NetPlaceId entry;
} NetTask;

// How the value of a cell follows from what was done to it; net_monitor.h finds it out.
typedef enum NetCellForm {
    CELL_OPEN,    // it does not
    CELL_COUNTED, // stores, all of one constant, come before anything else starts; then it grows and falls
    CELL_CHOSEN,  // one of the constants that are stored
} NetCellForm;

typedef struct NetObject {
    ObjectKind kind; // cell: OBJECT_NONE
    const char *name;
    NetAmount capacity;    // channel: elements it holds; semaphore: initial count; barrier: how many meet; cell: its
                           // value at the start
    bool is_unbounded;     // channel: a send never waits
    bool drains;           // channel: what it holds can be received after the close
    bool is_recursive;     // lock: its holder may lock it again
    bool is_binary;        // semaphore: releases beyond one are lost
    bool prefers_readers;  // read-write lock: a waiting writer holds up no reader
    bool wakes_spuriously; // condition
    bool is_single;        // stands for one object in a run
    bool is_cell;          // a piece of memory that tasks share
    bool has_value;        // cell: at the start
    NetCellForm form;      // cell
} NetObject;

typedef struct NetPlace {
    NetTaskId task;
    bool is_end;         // the instance has ended
    bool is_process_end; // the process has: no run that comes here gets stuck
    bool has_trip;       // head of a counted loop: `body` is taken `trip` times an entry (not at all below 0), then
    NetAmount trip;      // `exit`; a break leaves from inside the body
    NetTransitionId body, exit;
    NetSource source;
} NetPlace;

typedef struct NetTransition {
    NetPlaceId from, to;
    NetAction action;
    NetObjectId object;
    NetTaskId task;                    // SPAWN, JOIN
    NetAmount amount;                  // ADD, STORE, INCREASE, TEST
    Operator comparison;               // TEST
    bool has_previous;                 // STORE: the cell holds `previous` before it
    int64_t previous;                  //
    uint32_t first_guard, guard_count; // in Net.guards; all must hold
    bool is_optional;                  // an instance that waits may miss it for ever, even while it is possible
    NetSource source;
} NetTransition;

typedef struct NetSymbol {
    const char *name;
    FunctionId function; // whose value it is, for reports; 0 for none
    VariableId variable;
} NetSymbol;

// `to` is the value of `from` whenever that lies within the limits: a conversion between integer types.
typedef struct NetConversion {
    NetAmount from;
    NetSymbolId to;
    int64_t least, most;
} NetConversion;

// Whoever waits in `place` for ever does so while the cell compares with `amount` like this. Where `may_be_woken`,
// some that wait for `mutex` may have been woken instead.
typedef struct NetPredicate {
    NetPlaceId place;
    NetObjectId cell, mutex;
    Operator comparison;
    NetAmount amount;
    bool may_be_woken;
} NetPredicate;

// Whoever came by `in` knows that `out` is not possible, and `out` leaves where `in` leads.
typedef struct NetExclusion {
    NetTransitionId in, out;
} NetExclusion;

// Something that the net does not express: with gaps, nothing is proved.
typedef struct NetGap {
    const char *reason; // "call through a pointer of unknown target"
    NetSource source;
} NetGap;

typedef struct Net {
    Arena *arena;
    const char *name; // of the scope
    ARRAY(NetTask) tasks;
    ARRAY(NetPlace) places;
    ARRAY(NetTransition) transitions;
    ARRAY(NetObject) objects;
    ARRAY(NetSymbol) symbols;
    ARRAY(PathConstraint) guards;      // over symbols
    ARRAY(PathConstraint) assumptions; // over symbols; hold in every run
    ARRAY(NetConversion) conversions;
    ARRAY(NetPredicate) predicates;
    ARRAY(NetExclusion) exclusions; // by `out`
    ARRAY(NetGap) gaps;
} Net;

Net *net_create(Arena *arena, const char *name);

// Builders; each returns the new id. Tasks get their entry place with them.
NetTaskId net_add_task(Net *net, const char *name, NetAmount initial);
NetPlaceId net_add_place(Net *net, NetTaskId task);
NetTransitionId net_add_transition(Net *net, NetTransition transition);
NetObjectId net_add_object(Net *net, NetObject object);
NetSymbolId net_add_symbol(Net *net, const char *name);
void net_add_guard(Net *net, NetTransitionId transition, PathConstraint guard); // only on the newest transition
void net_add_gap(Net *net, NetSource source, const char *reason);

static inline NetAmount net_constant(int64_t constant) {
    return (NetAmount){0, constant};
}

// Whether an instance may be left waiting in the place: it is no end, and each of its transitions can be impossible.
bool net_place_may_wait(const Net *net, NetPlaceId place);
bool net_action_may_wait(NetAction action);

// The transitions that leave each place, that reach it, and that act on each object or task, in id order.
typedef struct NetList {
    const NetTransitionId *items;
    uint32_t count;
} NetList;

typedef struct NetIndex {
    NetList *leaving, *reaching; // by place
    NetList *of_object;          // by object
    NetList *of_task;            // by task: SPAWN and JOIN
} NetIndex;

NetIndex net_index(const Net *net, Arena *arena);

const char *net_action_name(NetAction action); // "receive"

// All that an engine can see of the net, and where its transitions come from. Equal hashes give equal answers; what the
// program says elsewhere leaves it as it is.
Hash net_hash(const Net *net, const Program *program);

// A readable listing, stable between runs.
void net_print(const Net *net, Text *out);
