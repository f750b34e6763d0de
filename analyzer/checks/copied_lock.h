// SPDX-License-Identifier: MIT
// Locks, conditions, semaphores and the like that lie in memory and are copied with it, after which the original and
// the copy are both used: two objects where the program counts on one. What an object is comes from the calls on its
// place: a copy that nobody locks, and one that is initialised again, are data like any other.
#pragma once
#include "checks/inspection.h"

typedef struct CopiedLock {
    CallSite copy;           // assignment, call that passes it, return, memcpy
    ExprId original;         // address of what is copied; of the whole structure
    CallSite used, copy_use; // an operation on the original's object, and on the copy's
    const char *kind;        // "mutex"
    bool is_certain;         // one object each, and the original in use
} CopiedLock;

typedef struct CopiedLocks {
    ARRAY(CopiedLock) list; // by place of the copy; one for each copy
} CopiedLocks;

CopiedLocks copied_locks_find(const Inspection *inspection);
