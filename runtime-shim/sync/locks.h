// SPDX-License-Identifier: MIT
// Locks: who holds what, which orders they are taken in, and what is wrong use. Called by the wrappers around the real
// calls with the object's address; `counter` is the return address of the wrapper.
#pragma once
#include "sync/sync.h"

typedef struct LockKind {
    ObjectKind kind; // OBJECT_MUTEX, OBJECT_READ_WRITE_LOCK
    bool is_recursive, is_static, is_shared_with_processes;
} LockKind;

void lock_create(Task *task, uintptr_t address, LockKind kind, uintptr_t counter);
void lock_destroy(Task *task, uintptr_t address, uintptr_t counter);

void lock_expect_free(Task *task, uintptr_t address, uintptr_t counter); // a lock of the program's own was taken
void lock_invalid(Task *task, uintptr_t address, uintptr_t counter);     // the real call says it is no lock

// Before a call that may block: looks for a cycle of lock orders. After success: holds it, what the last holder did
// happens before. A try form calls only the second.
void lock_before(Task *task, uintptr_t address, ObjectKind kind, bool is_shared, uintptr_t counter);
void lock_after(Task *task, uintptr_t address, ObjectKind kind, bool is_shared, bool is_try, uintptr_t counter);
void lock_release_before(Task *task, uintptr_t address, ObjectKind kind, uintptr_t counter); // unlock of either mode
void lock_release_mode(Task *task, uintptr_t address, ObjectKind kind, bool is_shared, uintptr_t counter);
// A condition wait gives the lock back whole and takes it again: returns how often it was held.
uint32_t lock_release_all(Task *task, uintptr_t address, uintptr_t counter);
void lock_restore(Task *task, uintptr_t address, uint32_t count, uintptr_t counter);
