// SPDX-License-Identifier: MIT
// Misuse of a primitive that execution has seen: facts for checks, not findings. The step of the machine that commits
// one lists it in Machine.violations; the list is empty again when the next step begins, and its memory goes when the
// state is given back. A step that ends in STEP_IMPOSSIBLE has committed nothing. What the program does after the
// misuse is what its library makes of it.
#pragma once
#include "base/array.h"
#include "explorer/state.h"

typedef enum ViolationKind {
    VIOLATION_NONE,
    VIOLATION_SEND_ON_CLOSED,      // object: channel; nobody looks at what the call returns, or it does not return
    VIOLATION_CLOSE_OF_CLOSED,     // object: channel; nobody looks at what the call returns
    VIOLATION_CLOSE_WHILE_SENDING, // object: channel; other: the task parked in a send on it that ends unnoticed
    VIOLATION_UNLOCK_NOT_HELD,     // object: lock that nobody holds
    VIOLATION_UNLOCK_OF_OTHER,     // object: lock; other: the task that holds it
    VIOLATION_LOCK_AGAIN,        // object: lock that its holder waits for (mutex that does not count, write after read)
    VIOLATION_READ_AGAIN,        // object: read-write lock; a reader reads again where a writer may come between
    VIOLATION_WAIT_NOT_HELD,     // object: mutex; condition wait without holding it; other: who does, or 0
    VIOLATION_COUNT_BELOW_ZERO,  // object: wait group
    VIOLATION_ADD_AFTER_WAIT,    // object: wait group; other: the task that waits or has been let go
    VIOLATION_DESTROY_IN_USE,    // object: what is destroyed; other: who holds it or waits at it
    VIOLATION_END_WHILE_HOLDING, // object: lock that the task holds at its end
    VIOLATION_JOIN_TWICE,        // object: handle of the task; other: the joined task
    VIOLATION_JOIN_DETACHED,     // the same
    VIOLATION_JOIN_SELF,         // the same
    VIOLATION_DETACH_TWICE,      // the same
    VIOLATION_RACE,              // object: memory; other: whose access is in no order with this task's
    VIOLATION_STALE_WRITE,       // object: memory written by what was read before another task, other, has written it
    VIOLATION_KIND_COUNT
} ViolationKind;

typedef struct RacingAccess {
    FunctionId function;
    NodeId node;
    ExprId address; // as the program writes it; 0 unknown
    bool is_write, is_atomic, is_free;
} RacingAccess;

// `first` has happened, `second` is about to.
typedef struct Race {
    RacingAccess first, second;
    int64_t first_offset, second_offset; // bytes into the object
    uint64_t first_size, second_size;
} Race;

// The memory was read here and written there before it is written now.
typedef struct StaleUse {
    NodeId read;    // in the function of the violation
    NodeId check;   // the branch that lets the write happen; 0: what was read is part of what is written
    ExprId address; // that was read from
    FunctionId writer_function;
    NodeId writer;
} StaleUse;

typedef struct Violation {
    ViolationKind kind;
    TaskId task;         // who does it
    FunctionId function; // where: the event, or for the end of a task where it last stood
    NodeId node;
    ObjectId object;
    TaskId other;
    bool is_guess;  // it hangs on something whose reason is not followed
    Race race;      // of VIOLATION_RACE
    StaleUse stale; // of VIOLATION_STALE_WRITE
} Violation;

typedef ARRAY(Violation) Violations;
