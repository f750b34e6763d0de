// SPDX-License-Identifier: MIT
// Which memory a step of the machine touches, for finding data races: only at the nodes that a caller of the explorer
// asks about (candidates), and only memory that was there when the step began, since what the step makes is its own.
#pragma once
#include "explorer/machine.h"

typedef struct Access {
    uint32_t
        object; // ObjectId in the state from which the step began, or ACCESS_BY_SYMBOL plus a symbol: what it points to
    int64_t offset;
    uint64_t size;       // bytes; ACCESS_TO_THE_END for all from there on
    FunctionId function; // of the node
    NodeId node;
    ExprId address; // as the program writes it; 0: what the node assigns to, or unknown
    bool is_write, is_atomic, is_free;
} Access;

#define ACCESS_BY_SYMBOL UINT32_C(0x80000000)
#define ACCESS_TO_THE_END ((uint64_t)1 << 29)

// What one step does. The step's own task alone: what is done for it or because of it by others is not listed.
typedef struct AccessLog {
    Arena *arena;
    const State *from; // the state before the step
    TaskId task;
    ARRAY(Access) items; // each once
} AccessLog;

// Whether the node is a candidate.
bool access_is_asked(const Machine *machine, FunctionId function, NodeId node);

// The machine's task reads or writes memory now. Nothing happens when nobody asks.
void access_note(Machine *machine, Value address, uint64_t size, bool is_write, bool is_atomic);
void access_note_free(Machine *machine, Value address);

// Whether the task lets others run before this node: it comes to a candidate, for the first time since it last
// synchronised with others. Then all that it touches up to its next synchronisation is one section of its work, which
// is in no order with what another task has before it in the same state.
bool access_begins_section(const Machine *machine, const Task *task, const Node *node, NodeId id);

// The task has synchronised with others by this event: a new section begins behind it.
void access_end_section(Machine *machine, TaskId task, const Node *event);

// Whether what the machine's task stores at this node is stored atomically.
bool access_is_atomic_store(const Machine *machine);

// Whether both touch a byte that one of them writes, and not both atomically.
bool access_conflict(const Access *one, const Access *other);
