// SPDX-License-Identifier: MIT
// One state of the abstract machine that the explorer searches: tasks with their call stacks, memory
// objects with their known cells, channels, locks and the constraints on unknown values. States are
// persistent: a copy shares everything, and what a step changes is copied first (state_edit_…).
#pragma once
#include "explorer/liveness.h"
#include "program/program.h"
#include "solver/feasibility.h"

#include "base/hash.h"

typedef uint32_t ObjectId; // index into State.objects; 0 none
typedef uint32_t TaskId;   // index into State.tasks; 0 none
typedef uint32_t SymbolId; // an unknown integer or pointer with an identity; 0 none

typedef enum ValueKind {
    VALUE_UNKNOWN,   // nothing is known, not even identity
    VALUE_INTEGER,   // `number`
    VALUE_POINTER,   // object `reference`, byte `number`; handles of channels and tasks are pointers too
    VALUE_FUNCTION,  // FunctionId `reference`
    VALUE_SYMBOL,    // symbol `reference` plus `number`
    VALUE_STRING,    // a string literal: not null, contents not followed
    VALUE_AGGREGATE, // the struct at object `reference`, byte `number`; on its way to a store, never in a cell
} ValueKind;

typedef struct Value {
    ValueKind kind;
    uint32_t reference;
    int64_t number;
} Value;

static inline Value value_integer(int64_t number) {
    return (Value){VALUE_INTEGER, 0, number};
}
static inline Value value_pointer(ObjectId object, int64_t offset) {
    return (Value){VALUE_POINTER, object, offset};
}
static inline bool value_equal(Value a, Value b) {
    return a.kind == b.kind && a.reference == b.reference && a.number == b.number;
}

typedef struct Cell {
    int64_t offset;
    uint64_t size;
    Value value;
} Cell;

// Known contents of a piece of memory, sorted by offset, never overlapping.
typedef struct Cells {
    Cell *items;
    uint32_t count;
    uint32_t capacity; // room for cells that are added in place, by who may change these; 0 none
} Cells;

typedef struct Stream {
    uint32_t count; // buffered elements
    bool is_closed;
    Cells *queue; // `count` elements
} Stream;

typedef struct Object {
    uint64_t stamp;      // of the state that may change it in place
    ObjectKind kind;     // OBJECT_NONE: plain memory
    VariableId variable; // the memory of this variable, or
    FunctionId function; // made by this node
    NodeId node;
    FunctionId caller; // and call of the function that made it; 0 none
    NodeId call;
    const char *member; // in place: the field that its first operation names; NULL none
    bool is_zeroed;     // cells not listed are zero; else they are unknown
    bool is_external;   // code outside the program may use it at any time
    Cells cells;
    // synchronisation objects
    ApiId api;             // that made it, 0 when made in place
    Value capacity;        // channel
    uint64_t element_size; // channel; 0 unknown
    Stream streams[2];     // one, or both directions of a pair
    uint8_t closed_handles;
    TaskId
        owner; // mutex, write lock; once: who runs the function; task: who joins it; wait group: who waited for nothing
    uint32_t
        depth; // holds by the owner, or number of readers; barrier: arrivals; wait group: added to; once: call depth
    TaskId *readers; // one for each hold, sorted; NULL when there is an owner
    Recursion recursion;
    LockOrder order;
    bool has_kind;                           // recursion and order are settled
    bool recursion_is_guess, order_is_guess; // made with attributes that are not followed
    bool is_robust;
    bool is_misused;             // lock: was given back by somebody who did not hold it
    bool is_detached, is_joined; // task
    int64_t count;               // semaphore, wait group, barrier; once: 1 when done
    bool count_is_unknown;
    TaskId task; // OBJECT_TASK
} Object;

typedef struct Local {
    VariableId variable;
    ObjectId object;
} Local;

// What a call has read, by question (stale_watch.h), and who has written there since.
typedef struct StaleRead {
    uint32_t pair;
    ObjectId object;
    int64_t offset;
    uint64_t size;
    Value value;         // that was read, once it has been written over
    TaskId writer;       // last one; 0 nobody, and
    FunctionId function; // where
    NodeId node;
} StaleRead;

typedef struct Frame {
    FunctionId function;
    NodeId node;       // to be executed next
    NodeId call;       // of the caller: the call that entered this function; 0 for a task's first
    VariableId result; // of the caller: takes the returned value
    Local *locals;
    uint32_t local_count;
    const StaleRead *reads; // never changed in place
    uint32_t read_count;
    bool is_held_up; // the way to `node` passes a wait outside the scope: is not followed on (link/passage.h)
} Frame;

typedef enum TaskStatus { TASK_READY, TASK_PARKED, TASK_ENDED } TaskStatus;

// One thing a parked task waits for.
typedef struct WaitCase {
    ObjectId object;
    uint8_t stream;
    bool is_send;
    uint32_t index; // what a select returns for it
    Value element;
} WaitCase;

typedef enum WaitPhase { WAIT_PLAIN, WAIT_REACQUIRE } WaitPhase;

typedef struct Task {
    uint64_t stamp;
    TaskStatus status;
    FunctionId entry;
    FunctionId spawn_function; // the event that started it; 0 for the first task
    NodeId spawn_node;
    TaskId spawner;
    ObjectId object;       // its handle's object
    ObjectId last_spawned; // handle of the task that it started last; 0 none
    ObjectId bundle;       // wait group it counts down at its end; 0 none
    uint32_t group;        // cooperative scheduler; 0 preemptive
    bool is_at_stop;       // the next node is a scheduling point that waits to be executed
    bool has_crossed;      // stepped over a place, outside the scope, at which others may run
    bool is_in_section;    // has come to a candidate for a race since it last synchronised (access.h)
    bool is_canceled;      // its blocking calls fail from now on, or, when a cancel ends tasks, it ends at the next one
    bool cancel_ends, cancel_is_disabled, cancel_is_asynchronous, cancel_is_inline;
    int has_cleanup;           // handlers registered for when it is canceled
    bool is_timed;             // parked, and a timer may end the wait
    bool is_external_wait;     // parked, and the outside world may end the wait
    bool is_waiting_for_group; // outside caller that runs a scheduler to its end
    WaitPhase phase;
    uint32_t rank;       // parked: position among the parked, by time of parking
    int64_t sleeps;      // at a sleep of this known length, in its function's unit; 0 no
    uint32_t sleep_rank; // position among those who sleep, by time of going to sleep
    Frame *frames;
    uint32_t frame_count;
    WaitCase *cases;
    uint32_t case_count;
    OutcomeKind fetched; // of the select before
    Cells fetched_element;
} Task;

typedef struct Group {
    TaskId current;
    TaskId *queue; // ready, first in first out
    uint32_t queue_count;
} Group;

typedef struct State {
    uint64_t stamp;
    Object **objects;
    uint32_t object_count, object_capacity;
    Task **tasks;
    uint32_t task_count;
    Group *groups; // groups[0] unused
    uint32_t group_count;
    PathConstraint *constraints;
    uint32_t constraint_count;
    SymbolSum *sums; // symbols that were computed from others
    uint32_t sum_count;
    ObjectId *bindings;   // per symbol: the object it points to once dereferenced; 0 none
    uint8_t *fork_counts; // per symbol: how often a comparison split on it
    uint32_t symbol_count, symbol_capacity;
    uint8_t *is_guess; // per symbol: the program decides its value, in a way that is not followed
    bool is_guessing;  // something happened on the way here whose reason is not followed
    bool is_exited;    // the process has ended
    bool is_open;      // a path out of here was cut at a bound
} State;

// A first state with `object_count` empty slots.
State *state_create(Arena *arena, uint32_t object_slots);
State *state_copy(Arena *arena, const State *state, uint64_t stamp);

Object *state_edit_object(State *state, Arena *arena, ObjectId id);
Task *state_edit_task(State *state, Arena *arena, TaskId id);
ObjectId state_add_object(State *state, Arena *arena, Object object);
TaskId state_add_task(State *state, Arena *arena, Task task);
uint32_t state_add_group(State *state, Arena *arena);
void state_enqueue(State *state, Arena *arena, uint32_t group, TaskId task);
TaskId state_dequeue(State *state, uint32_t group);

static inline Object *state_object(const State *state, ObjectId id) {
    return state->objects[id];
}
static inline Task *state_task(const State *state, TaskId id) {
    return state->tasks[id];
}
static inline Frame *task_frame(const Task *task) {
    return &task->frames[task->frame_count - 1];
}
static inline bool task_is_held_up(const Task *task) {
    return task->frame_count && task_frame(task)->is_held_up;
}

Value state_fresh_symbol(State *state, Arena *arena);
enum { GUESS = 1, GUESS_POSITIVE = 2 };

// A fresh symbol for what the program decides in a way that is not followed: what hangs on it is only suspected.
Value state_guess_symbol(State *state, Arena *arena);
// The symbol for this sum (its `symbol` field is ignored): the one it had before, or a fresh one.
Value state_sum_symbol(State *state, Arena *arena, SymbolSum sum);

// Cells of memory. A write removes what it overlaps.
bool cells_read(const Cells *cells, int64_t offset, uint64_t size, Value *value);
// Whether all of it was written with something that is not known and has no identity.
bool cells_are_blank(const Cells *cells, int64_t offset, uint64_t size);
void cells_write(Cells *cells, Arena *arena, int64_t offset, uint64_t size, Value value);
void cells_clear(Cells *cells, Arena *arena, int64_t offset, uint64_t size);
// The cells in [offset, offset + size) with offsets from 0.
Cells cells_slice(const Cells *cells, Arena *arena, int64_t offset, uint64_t size);

// Identity of a state up to the numbering of objects and symbols, what cannot be reached any more and locals that are
// not read any more (`liveness`; NULL: all of them count).
Hash state_hash(const State *state, const Liveness *liveness, Arena *scratch);
