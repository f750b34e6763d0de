// SPDX-License-Identifier: MIT
// What one library call means for concurrency: the vocabulary that rules/models/*.json is written
// in and that every later room reads. Plain data; loaded by models/, stored by facts/.
#pragma once
#include "base/arena.h"
#include "program/lock_rules.h"

#include <stdbool.h>

typedef enum EventKind {
    EVENT_HARMLESS,     // known call that concurrency cannot see (printf, strlen)
    EVENT_SPAWN,        // starts a task
    EVENT_JOIN,         // waits for a task to end
    EVENT_DETACH,       //
    EVENT_MAKE,         // makes an object and yields its handle
    EVENT_INIT,         // initialises an object in place (pthread_mutex_init)
    EVENT_SEND,         //
    EVENT_RECEIVE,      //
    EVENT_SELECT,       // waits on several channel operations
    EVENT_SELECT_FETCH, // takes the value that a select before it has received (neco_chan_case)
    EVENT_CLOSE,        //
    EVENT_QUERY_CLOSED, // chan_is_closed
    EVENT_QUERY,        // any other question to an object: result unknown
    EVENT_FREE,         // the object must not be used any more (or one reference to it is dropped)
    EVENT_LOCK,         //
    EVENT_UNLOCK,       //
    EVENT_WAIT,         // condition wait: releases the mutex, blocks, takes it again
    EVENT_SIGNAL,       //
    EVENT_BROADCAST,    //
    EVENT_ACQUIRE,      // semaphore down
    EVENT_RELEASE,      // semaphore up
    EVENT_ADD,          // wait group: adds its delta
    EVENT_DONE,         // wait group: minus one
    EVENT_WAIT_GROUP,   // blocks until the count is zero
    EVENT_BARRIER,      //
    EVENT_ONCE,         //
    EVENT_SLEEP,        // blocks for a time only
    EVENT_YIELD,        //
    EVENT_IO,           // blocks until the outside world acts
    EVENT_SUSPEND,      // blocks until resumed
    EVENT_RESUME,       //
    EVENT_CANCEL,       // asks a task to end
    EVENT_TASK_EXIT,    // ends the calling task
    EVENT_PROCESS_EXIT, // ends the process
    EVENT_ALLOCATE,     // new memory
    EVENT_FREE_MEMORY,  //
    EVENT_COPY_MEMORY,  // memcpy, memmove
    EVENT_FILL_MEMORY,  // memset
    EVENT_ATOMIC_LOAD,
    EVENT_ATOMIC_STORE,
    EVENT_ATOMIC_UPDATE, // fetch_add and the like; `operation` says which
    EVENT_ATOMIC_EXCHANGE,
    EVENT_ATOMIC_COMPARE_EXCHANGE,
    EVENT_FENCE,
    EVENT_ATTRIBUTE, // sets a property of an attribute object, or of the calling task
    EVENT_KIND_COUNT
} EventKind;

typedef enum ObjectKind {
    OBJECT_NONE,
    OBJECT_CHANNEL,
    OBJECT_CHANNEL_PAIR, // two handles, two opposite streams (libdill, socketpair)
    OBJECT_MUTEX,
    OBJECT_READ_WRITE_LOCK,
    OBJECT_CONDITION,
    OBJECT_SEMAPHORE,
    OBJECT_WAIT_GROUP,
    OBJECT_BARRIER,
    OBJECT_ONCE,
    OBJECT_TASK,
    OBJECT_KIND_COUNT
} ObjectKind;

// What an argument is to the call.
typedef enum OperandRole {
    OPERAND_OBJECT,   // the channel, lock, condition, semaphore, wait group, task or atomic
    OPERAND_MUTEX,    // of a condition wait
    OPERAND_ELEMENT,  // what is sent, or where to it is received; of harmless, io, query: memory that the call fills.
                      // Behind the argument after the last parameter: the call returns the address of memory of the
                      // library; the front end gives it memory as an additional argument
    OPERAND_CAPACITY, // of a new channel; initial count of a semaphore, count of a barrier
    OPERAND_DELTA,    // of a wait group's add; value of an atomic store, update, exchange
    OPERAND_TIMEOUT,  //
    OPERAND_FUNCTION, // entry function of a task, or the function of a once
    OPERAND_ARGUMENT, // the task's argument (first of several)
    OPERAND_COUNT,    // how many variadic arguments, cases or array items
    OPERAND_CASES,    // select: array of channels or of case records; first variadic channel
    OPERAND_SEND_CASES,
    OPERAND_SEND_COUNT,
    OPERAND_SEND_ELEMENTS, // select with a second array (chan_select)
    OPERAND_ATTRIBUTE,     // kind of lock
    OPERAND_SIZE,          // bytes: of an element, of memory
    OPERAND_GROUP,         // the bundle or wait group that a new task joins
    OPERAND_EXPECTED,      // compare-exchange: address of the expected value
    OPERAND_ORDER,         // memory order
    OPERAND_ROLE_COUNT
} OperandRole;

typedef enum OperandSource {
    SOURCE_NONE,
    SOURCE_ARGUMENT, // the value of argument `index`
    SOURCE_POINTEE,  // the memory that argument `index` points to; the index after the last parameter: see
                     // OPERAND_ELEMENT
    SOURCE_RESULT,   // the returned value
    SOURCE_VARIADIC, // the values of argument `index` and all after it
    SOURCE_CONSTANT, // `constant`
} OperandSource;

// An object that is made with OPERAND_FUNCTION keeps it at offset 0, its OPERAND_ARGUMENT here; a spawn whose function
// is SOURCE_POINTEE takes both from there (thread pools).
enum { POOL_ARGUMENT_OFFSET = 8 };

typedef struct Operand {
    OperandSource source;
    uint32_t index;
    int64_t constant;
} Operand;

typedef enum Domain {
    DOMAIN_NONE,
    DOMAIN_PREEMPTIVE,  // runs in parallel with everything
    DOMAIN_COOPERATIVE, // one at a time among the tasks of the spawning thread's scheduler
    DOMAIN_SAME_PROC,   // cooperative within the spawner's own proc (plan9 threadcreate)
} Domain;

typedef enum SpawnOrder { SPAWN_EITHER_FIRST, SPAWN_CHILD_FIRST, SPAWN_PARENT_FIRST } SpawnOrder;

typedef enum SpawnStyle {
    SPAWN_CALL,            // function(argument)
    SPAWN_VECTOR,          // function(argc, argv[]), argv gathered from variadic arguments (neco_start)
    SPAWN_VECTOR_ARRAY,    // function(argc, argv[]), argv copied from an array (neco_startv)
    SPAWN_CALL_EXPRESSION, // function(arguments…) as written in the source (libdill go)
} SpawnStyle;

typedef enum Blocking {
    BLOCKING_NEVER,
    BLOCKING_FOREVER, // until it can proceed
    BLOCKING_TIMED,   // until it can proceed or the time is over
} Blocking;

// When a cooperative task gives up the processor at this call.
typedef enum Switching { SWITCH_WHEN_BLOCKED, SWITCH_POSSIBLE, SWITCH_ALWAYS } Switching;

typedef enum ElementPassing {
    ELEMENT_NONE,
    ELEMENT_COPIED,  // copied from or to the memory that the operand points to
    ELEMENT_POINTER, // the operand's value is the element; a receive stores it behind the operand
    ELEMENT_RESULT,  // a receive returns it
} ElementPassing;

typedef enum CapacityKind { CAPACITY_OPERAND, CAPACITY_RENDEZVOUS, CAPACITY_UNBOUNDED } CapacityKind;

typedef enum SelectSource {
    SELECT_VARIADIC_CHANNELS, // receive cases, given as variadic arguments
    SELECT_CHANNEL_ARRAY,     // receive cases (and send cases) given as arrays of channels
    SELECT_RECORD_ARRAY,      // array of records with OPERAND_COUNT items
    SELECT_RECORD_SENTINEL,   // array of records ended by an operation code
} SelectSource;

// Which case a select takes when several are ready.
typedef enum SelectChoice { SELECT_ANY_READY, SELECT_FIRST_READY } SelectChoice;

// A select written as several calls (libmill choose): the front end makes one event of them, over records of its own.
typedef enum SelectPart {
    SELECT_PART_NONE,
    SELECT_PART_BEGIN,   //
    SELECT_PART_RECEIVE, // adds a case: OPERAND_CASES is its channel, OPERAND_COUNT what the select returns for it
    SELECT_PART_SEND,    // and OPERAND_SEND_ELEMENTS what is sent
    SELECT_PART_TIMEOUT, // OPERAND_TIMEOUT
    SELECT_PART_DEFAULT, // the select does not block
    SELECT_PART_WAIT,    // EVENT_SELECT: the select itself
    SELECT_PART_VALUE,   // returns where the last case that was added receives to; OPERAND_SIZE bytes
} SelectPart;

// Byte offsets and codes of a case record (struct dill_chclause, Alt).
typedef struct SelectRecord {
    uint32_t size, channel_offset, operation_offset, element_offset;
    int64_t send_code, receive_code, skip_code, end_code, end_default_code;
    bool has_skip, has_end, has_end_default;
} SelectRecord;

// How a call can end. The value is what it returns then; a range of errors is one row.
typedef enum OutcomeKind {
    OUTCOME_OK,
    OUTCOME_CLOSED,      // the channel was closed
    OUTCOME_TIMED_OUT,   //
    OUTCOME_WOULD_BLOCK, // try form, nothing ready
    OUTCOME_CANCELED,    //
    OUTCOME_BUSY,        // trylock; a lock that fails for its own holder
    OUTCOME_REFUSED,     // misuse that the library sees: unlock of what another holds, a count below zero
    OUTCOME_SERIAL,      // barrier: the one caller that is told apart
    OUTCOME_KIND_COUNT
} OutcomeKind;

typedef struct Outcome {
    bool is_possible;
    bool has_value; // else the returned value is unknown
    int64_t value;
} Outcome;

// What a close does to those who are blocked at that moment, and after.
typedef enum CloseEffect {
    CLOSE_LEAVES,  // they stay blocked
    CLOSE_FAILS,   // they return with OUTCOME_CLOSED
    CLOSE_SUCCEEDS // they return as if the operation had happened
} CloseEffect;

typedef struct ChannelRules {
    bool is_closable;
    CloseEffect blocked_receivers, blocked_senders;                   // capacity 0
    CloseEffect blocked_buffered_receivers, blocked_buffered_senders; // capacity above 0
    bool drains;            // buffered values can still be received after the close
    bool later_send_fails;  // a send after the close returns OUTCOME_CLOSED (else it blocks or panics)
    bool select_sees_close; // a closed channel makes a receive case ready
    bool close_needs_both;  // a pair is closed only when both handles are
} ChannelRules;

// Where a call may be made, or a function is run. A signal handler counts as an interrupt.
typedef enum CallContext {
    CONTEXT_UNSTATED,
    CONTEXT_ANY,
    CONTEXT_TASK,
    CONTEXT_INTERRUPT,
    CONTEXT_SERVICE,    // a task of the library that runs the callbacks of all, and must not wait
    CONTEXT_EVENT_LOOP, // the task that runs the loop of OPERAND_OBJECT (api_runs_functions); kept as in pools
} CallContext;

typedef struct Api {
    const char *library;  // model folder name: "neco"
    const char *function; // declared name: "neco_chan_send"
    const char *spelling; // what users write, when it differs: "chsend" for dill_chsend; else NULL
    EventKind event;
    ObjectKind object;
    Operand operands[OPERAND_ROLE_COUNT];
    uint32_t parameter_count; // matched by declaration: fewest parameters it must have
    uint32_t object_size;     // matched by declaration: bytes that the object parameter points to, or 0
    const char *object_type;  // matched by declaration: type name of the object parameter, or NULL

    // matched by the constant value of an argument: one function with several meanings has several entries
    bool has_condition;
    ObjectKind condition_object; // and by the kind its object was made with: found after linking (link/variants.h)
    uint32_t condition_argument;
    int64_t condition_value;

    CallContext context;       // where it may be called
    CallContext registers_for; // EVENT_HARMLESS: its OPERAND_FUNCTION is run there later
    uint32_t spawn_parameter;  // EVENT_SPAWN, style call: the first parameter of its function that takes an argument

    Blocking blocking;
    bool has_forever, has_try; // timeout values with a meaning of their own
    int64_t forever_value, try_value;
    Switching switching;
    Outcome outcomes[OUTCOME_KIND_COUNT];

    // spawn
    Domain domain;
    SpawnOrder spawn_order;
    SpawnStyle spawn_style;
    bool waits_for_all_outside; // called outside any task of the domain it runs the scheduler to the end (neco_start)

    // channels
    CapacityKind capacity;
    ElementPassing element;
    ChannelRules rules;
    bool closes_one_direction; // libdill chdone
    bool interrupts;           // EVENT_CLOSE: whoever waits now fails with OUTCOME_CANCELED; the channel stays open
    bool ends_task;            // EVENT_CANCEL: the task ends where it waits; else its blocking calls fail from then on
    bool serves_all;           // EVENT_SEND: every waiting receiver gets it, none is waited for (neco_chan_broadcast)
    bool drops_reference;      // EVENT_FREE: the object lives while others hold theirs (neco_chan_release)
    SelectSource select_source;
    SelectChoice select_choice;
    SelectRecord select_record;
    SelectPart select_part;  // matters to the front end only
    bool select_has_default; // never blocks (chan_select, neco_chan_tryselect)

    // locks
    LockMode lock_mode;
    Recursion recursion;
    LockOrder lock_order;
    LockKinds lock_kinds; // beyond what recursion and order say
    bool blocks_proc;     // holds up every task of its cooperative domain (plan9 lock)

    bool wakes_without_signal; // EVENT_WAIT: it may return though nobody signalled
    bool add_wakes;            // EVENT_ADD: an add that reaches zero lets the waiters go

    // attributes
    Property property;
    int64_t property_value, property_default; // the value that means yes; the one at the start

    char operation; // EVENT_ATOMIC_UPDATE: + - & | ^ ; returns_new says which value comes back
    bool returns_new;
} Api;

const char *event_kind_name(EventKind kind);   // "send"
const char *object_kind_name(ObjectKind kind); // "channel"
bool api_runs_functions(const Api *api); // within the call and its task: that of a once, or all that a loop was given
// The operand in `role`, with source SOURCE_NONE when the call has none.
static inline Operand api_operand(const Api *api, OperandRole role) {
    return api->operands[role];
}
