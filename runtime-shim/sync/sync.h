// SPDX-License-Identifier: MIT
// Objects that order tasks, by address: locks, conditions, channels, atomics. An object is made when it is first used
// and forgotten with the memory it lies in. Release before the real call that lets others go on; acquire after the real
// call that waited for them.
#pragma once
#include "program/api.h"
#include "task/task.h"

typedef struct SyncObject {
    uintptr_t address;
    uint32_t number;   // "M12", unique in the process
    uint32_t next;     // in the same granule
    QuickLock lock;    // guards the clock and what follows
    uint8_t kind;      // ObjectKind; OBJECT_NONE: an atomic, or known only by annotations
    uint8_t recursion; // Recursion
    bool is_created, is_destroyed, is_broken, is_static, is_shared_with_processes;
    bool is_handed_over; // a lock that another task than its holder has given back: holders say nothing
    uint32_t owner;      // of a lock held exclusively: number of its task + 1; 0 free
    uint32_t count;      // how often it holds it, or how many readers
    StackId creation_stack, last_lock_stack;
    uint32_t generation; // of `clock`
    uint16_t last_slot;  // when `clock` is what one task knew at one time: that task and epoch; SLOT_NONE otherwise
    Epoch last_epoch;
    Clock *clock;      // NULL until something was released
    uint32_t releaser; // of an atomic: number + 1 of the task whose store heads the release sequence; 0: several
    Clock *readers;    // what readers of a lock released: a writer acquires it, readers do not
    uint32_t readers_generation;
    struct Channel *channel;
    uint32_t traced; // its id in the trace; 0: none yet
} SyncObject;

void sync_initialize(void);
void sync_forget_traced(void); // another trace begins, in a child

SyncObject *sync_find(uintptr_t address);                                                // NULL: nothing known
SyncObject *sync_get(Task *task, uintptr_t address, ObjectKind kind, uintptr_t counter); // made when it is new
void sync_forget(uintptr_t low, size_t size); // all objects in the range: memory is freed or reused
void sync_destroy(Task *task, uintptr_t address);
void sync_move(uintptr_t from, uintptr_t to, size_t size); // objects move with their memory; nobody uses them meanwhile

// What the object carries happens before what the task does next.
void sync_acquire(Task *task, uintptr_t address);
// What the task did happens before whoever acquires later. `release` adds to what the object carries; `release_store`
// replaces it (a lock's unlock, an atomic store).
void sync_release(Task *task, uintptr_t address);
void sync_release_store(Task *task, uintptr_t address);
void sync_acquire_release(Task *task, uintptr_t address); // read-modify-write

// The same on a given object whose lock the caller holds (atomics do the operation itself under it).
void sync_object_acquire(Task *task, SyncObject *object);
void sync_object_release(Task *task, SyncObject *object);
void sync_object_release_store(Task *task, SyncObject *object);

// Readers of a lock: ordered with writers, not with one another.
void sync_object_release_reader(Task *task, SyncObject *object);
void sync_object_acquire_readers(Task *task, SyncObject *object);
