// SPDX-License-Identifier: MIT
// Orders made by atomic operations and fences, after C17 5.1.2.4 and 7.17.4. The operation itself is done by the caller
// between sync_atomic_begin and sync_atomic_end, so that what an object carries changes together with its value.
// Release sequences are followed: read-modify-writes and later stores of the same task continue one, another task's
// relaxed store ends it.
#pragma once
#include "sync/sync.h"

typedef enum AtomicKind { ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_UPDATE } AtomicKind;

typedef struct Atomic {
    Task *task;         // NULL: nothing to do
    SyncObject *object; // NULL: the value carries nothing
    AtomicKind kind;
} Atomic;

// `order` as in <stdatomic.h> (0 relaxed, 1 consume, 2 acquire, 3 release, 4 both, 5 sequentially consistent). For
// stores and updates before the operation. For a load: after a first, to do again between begin and end when
// there is an object.
Atomic sync_atomic_begin(Task *task, uintptr_t address, AtomicKind kind, int order);
void sync_atomic_acquire(Atomic *atomic, int order); // after the operation: what the value read carries
void sync_atomic_end(Atomic *atomic, int order);     // releases, if it is an order that does

void sync_fence(Task *task, int order);
