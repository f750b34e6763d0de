// SPDX-License-Identifier: MIT
// The rules of mutexes and read-write locks: who may take one, what its kind is, and to whom an unlock hands it over.
#pragma once
#include "explorer/machine.h"

// Whether the task, which does not stand in line yet, would get the lock now.
bool lock_may_take(const Machine *machine, ObjectId lock, LockMode mode, TaskId task);
void lock_take(Machine *machine, ObjectId lock, LockMode mode, TaskId task);

// One hold less; of another task's holds when the task has none. Those whose turn it is then get the lock and go on.
void lock_release(Machine *machine, ObjectId lock, TaskId task);

// Whether a task that is parked at the lock should try again.
bool lock_can_proceed(const Machine *machine, ObjectId lock, LockMode mode, TaskId task);

// Who holds the lock: `task` itself when it does, else any holder, 0 none.
TaskId lock_holder(const Object *lock, TaskId task);

// lock_kind.c: at the first lock call, what the call and a static initialiser say.
void lock_learn_kind(Machine *machine, const Node *node, const Api *api, ObjectId lock);
// At its initialisation, what the attribute says.
void lock_set_kind(Machine *machine, const Node *node, const Api *api, ObjectId lock);
