// SPDX-License-Identifier: MIT
// The communication graph as plain rows: what the graph room computes, what this room stores, and what checks read.
// Ids are indices from 1; 0 means none.
#pragma once
#include "facts/facts.h"

typedef uint32_t GraphTaskId, GraphObjectId, GraphOperationId;

typedef enum TaskOrigin {
    TASK_ENTRY,    // main, or what a library calls as the program's entry
    TASK_EXPORTED, // an exported function of a unit without an entry
    TASK_SPAWNED,
} TaskOrigin;

// A task class: a spawn site and the function that it starts, or a root.
typedef struct GraphTask {
    const char *name; // of the entry function; "unknown" when that is outside the program
    TaskOrigin origin;
    FunctionId entry;          // 0 when outside the program
    FunctionId spawn_function; // SPAWNED: where
    NodeId spawn_node;
    Place place;  // of the spawn; of the function for a root
    bool is_many; // more than one instance may run
    Domain domain;
    uint32_t scope; // 0 when it touches no object
} GraphTask;

typedef enum CapacityState { CAPACITY_UNKNOWN, CAPACITY_KNOWN, CAPACITY_WITHOUT_BOUND } CapacityState;

// Something that tasks meet at: a channel, lock, condition, semaphore, wait group, barrier, or task that is joined.
typedef struct GraphObject {
    const char *name; // for people: "results", "c.stop", "channel made at a.c:12"
    ObjectKind kind;
    uint32_t site;       // SiteId of the points-to analysis
    int64_t offset;      // bytes within it; -1 for any
    VariableId variable; // that it lies in, or 0
    FunctionId function; // where it is made, or 0
    NodeId node;
    Place place; // where it is made or declared
    CapacityState capacity_state;
    int64_t capacity; // KNOWN: elements; a semaphore's first count, a barrier's number
    bool is_single;   // stands for at most one object in a run
    bool is_escaped;  // code outside the program may use it
    uint32_t scope;
} GraphObject;

// What a task does to objects: one per task class and event node, and one per direction of a select.
typedef struct GraphOperation {
    GraphTaskId task;
    FunctionId function;
    NodeId node;
    EventKind kind; // a select's case is a send or receive
    bool is_case;   // of a select
    Blocking blocking;
    bool has_unknown; // may also act on objects that are not seen
    Place place;
    const char *text; // the call as written
} GraphOperation;

typedef struct GraphUse {
    GraphOperationId operation;
    OperandRole role; // OBJECT; MUTEX of a condition wait; GROUP that a spawned task joins
    GraphObjectId object;
} GraphUse;

typedef struct GraphSpawn {
    GraphTaskId spawner, spawned;
} GraphSpawn;

// Two operations of different task instances that may meet at an object: one that gives (send, close, unlock, signal,
// release, done) and one that takes (receive, lock, wait, acquire, join).
typedef struct GraphMeet {
    GraphOperationId giver; // 0 for the end of the task that `object` is
    GraphOperationId taker;
    GraphObjectId object;
} GraphMeet;

// Tables with an unused slot 0 (tasks, objects, operations) and plain sorted lists (the others).
typedef struct GraphRows {
    const GraphTask *tasks;
    const GraphObject *objects;
    const GraphOperation *operations;
    const GraphUse *uses;
    const GraphSpawn *spawns;
    const GraphMeet *meets;
    uint32_t task_count, object_count, operation_count; // including slot 0
    uint32_t use_count, spawn_count, meet_count;
} GraphRows;

// Stores the graph of a unit (replacing an older one) in one transaction.
Status facts_write_graph(Facts *facts, int64_t unit, const GraphRows *rows, Messages *messages);
