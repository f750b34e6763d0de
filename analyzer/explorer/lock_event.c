// SPDX-License-Identifier: MIT
// Mutexes and read-write locks. Where whoever comes first gets a free lock, a waiter tries again when it has become
// free; where an unlock hands over, the waiter has the lock from that moment on.
#include "explorer/lock.h"

#include <string.h>

TaskId lock_holder(const Object *lock, TaskId task) {
    if (lock->owner) return lock->owner;
    for (uint32_t i = 0; i < lock->depth; i++)
        if (lock->readers[i] == task) return task;
    return lock->depth ? lock->readers[0] : 0;
}

// Whether the task is parked for the lock, and in which mode it wants it.
static bool stands_in_line(const Machine *machine, TaskId id, ObjectId lock, LockMode *mode) {
    const Task *task = state_task(machine->state, id);
    if (task->status != TASK_PARKED || !task->case_count || task->cases[0].object != lock) return false;
    const Frame *frame = task_frame(task);
    const Api *api = program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
    *mode = api->event == EVENT_LOCK ? api->lock_mode : LOCK_EXCLUSIVE;
    return api->event == EVENT_LOCK || (api->event == EVENT_WAIT && task->phase == WAIT_REACQUIRE);
}

// The one who waits longest for the lock in this mode, 0 none.
static TaskId first_in_line(const Machine *machine, ObjectId lock, bool wants_any, LockMode wanted) {
    TaskId first = 0;
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        LockMode mode;
        if (!stands_in_line(machine, id, lock, &mode) || (!wants_any && mode != wanted)) continue;
        if (!first || state_task(machine->state, id)->rank < state_task(machine->state, first)->rank) first = id;
    }
    return first;
}

bool lock_may_take(const Machine *machine, ObjectId id, LockMode mode, TaskId task) {
    const Object *lock = state_object(machine->state, id);
    if (mode == LOCK_EXCLUSIVE) {
        if (lock->owner == task && lock->recursion == RECURSION_COUNTS) return true;
        return !lock->owner && !lock->depth;
    }
    if (lock->owner) return false;
    return lock->order == LOCK_READERS_FIRST ||
           !first_in_line(machine, id, lock->order == LOCK_IN_TURN, LOCK_EXCLUSIVE);
}

bool lock_can_proceed(const Machine *machine, ObjectId id, LockMode mode, TaskId task) {
    const Object *lock = state_object(machine->state, id);
    if (lock->order == LOCK_IN_TURN || lock->order == LOCK_ALTERNATES) return false; // until it is handed over
    return lock_may_take(machine, id, mode, task);
}

static void add_reader(Machine *machine, Object *lock, TaskId task) {
    TaskId *readers = arena_new_array(machine->arena, TaskId, lock->depth + 1);
    uint32_t at = 0;
    while (at < lock->depth && lock->readers[at] <= task) at++;
    if (at) memcpy(readers, lock->readers, at * sizeof *readers);
    readers[at] = task;
    if (at < lock->depth) memcpy(readers + at + 1, lock->readers + at, (lock->depth - at) * sizeof *readers);
    lock->readers = readers;
    lock->depth++;
}

static void remove_reader(Machine *machine, Object *lock, TaskId task) {
    TaskId gone = lock_holder(lock, task), *readers = arena_new_array(machine->arena, TaskId, lock->depth);
    uint32_t count = 0;
    for (uint32_t i = 0; i < lock->depth; i++) {
        if (lock->readers[i] == gone)
            gone = 0;
        else
            readers[count++] = lock->readers[i];
    }
    lock->readers = readers;
    lock->depth = count;
}

void lock_take(Machine *machine, ObjectId id, LockMode mode, TaskId task) {
    Object *lock = state_edit_object(machine->state, machine->arena, id);
    if (mode == LOCK_SHARED) {
        add_reader(machine, lock, task);
        return;
    }
    lock->depth++;
    lock->owner = task;
}

static void trace_lock(Machine *machine, TaskId task, ObjectId lock, OutcomeKind outcome) {
    const Frame *frame = task_frame(state_task(machine->state, task));
    machine_trace(machine, (TraceStep){.kind = TRACE_EVENT,
                                       .task = task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = lock,
                                       .outcome = outcome});
}

static void finish_on(Machine *machine, const Api *api, ObjectId lock, OutcomeKind outcome) {
    trace_lock(machine, machine->task, lock, outcome);
    machine_finish_event(machine, machine->task, outcome, event_outcome_value(api, outcome));
}

static void grant(Machine *machine, TaskId id, ObjectId lock, LockMode mode) {
    lock_take(machine, lock, mode, id);
    const Frame *frame = task_frame(state_task(machine->state, id));
    const Api *api = program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
    if (api->event == EVENT_WAIT) {
        condition_return(machine, id, api);
        return;
    }
    trace_lock(machine, id, lock, OUTCOME_OK);
    machine_wake(machine, id, OUTCOME_OK, event_outcome_value(api, OUTCOME_OK));
}

static void grant_readers(Machine *machine, ObjectId lock) {
    for (TaskId id; (id = first_in_line(machine, lock, false, LOCK_SHARED));) grant(machine, id, lock, LOCK_SHARED);
}

static void hand_over_in_turn(Machine *machine, ObjectId lock) {
    LockMode mode = LOCK_EXCLUSIVE;
    bool is_first = true;
    for (TaskId id; (id = first_in_line(machine, lock, true, mode)); is_first = false) {
        stands_in_line(machine, id, lock, &mode);
        if (mode == LOCK_EXCLUSIVE && !is_first) return;
        grant(machine, id, lock, mode);
        if (mode == LOCK_EXCLUSIVE) return;
    }
}

// The lock has become free of its writer or of its last reader.
static void hand_over(Machine *machine, ObjectId id, bool was_writer) {
    LockOrder order = state_object(machine->state, id)->order;
    if (order == LOCK_READERS_FIRST) return;
    if (order == LOCK_IN_TURN) {
        hand_over_in_turn(machine, id);
        return;
    }
    if (order == LOCK_ALTERNATES && was_writer) grant_readers(machine, id);
    if (state_object(machine->state, id)->depth) return;
    TaskId writer = first_in_line(machine, id, false, LOCK_EXCLUSIVE);
    if (writer)
        grant(machine, writer, id, LOCK_EXCLUSIVE);
    else
        grant_readers(machine, id);
}

void lock_release(Machine *machine, ObjectId id, TaskId task) {
    Object *lock = state_edit_object(machine->state, machine->arena, id);
    if (!lock->depth) return;
    bool was_writer = lock->owner != 0;
    if (was_writer)
        lock->depth--;
    else
        remove_reader(machine, lock, task);
    if (lock->depth) return;
    lock->owner = 0;
    hand_over(machine, id, was_writer);
}

// Readers and writers of one lock are told apart by the call, kinds of mutexes by the object.
static Recursion recursion_at(const Object *lock, const Api *api) {
    return lock->kind == OBJECT_READ_WRITE_LOCK ? api->recursion : lock->recursion;
}

static void note_relock(Machine *machine, const Object *lock, const Api *api, ObjectId id, bool takes) {
    if (lock_holder(lock, machine->task) != machine->task) return;
    if (lock->recursion_is_guess || lock->order_is_guess) machine->state->is_guessing = true;
    bool is_reader = !lock->owner && api->lock_mode == LOCK_SHARED;
    if (is_reader && lock->order != LOCK_READERS_FIRST)
        machine_violation(machine, VIOLATION_READ_AGAIN, id, machine->task);
    else if (!is_reader && !takes)
        machine_violation(machine, VIOLATION_LOCK_AGAIN, id, machine->task);
}

static bool owner_died(const Machine *machine, const Object *lock) {
    return lock->is_robust && lock->owner && state_task(machine->state, lock->owner)->status == TASK_ENDED;
}

static void lock_object(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    lock_learn_kind(machine, node, api, id);
    const Object *lock = state_object(machine->state, id);
    bool is_held_by_self = lock->owner == machine->task;
    bool fails = is_held_by_self && recursion_at(lock, api) == RECURSION_FAILS;
    Blocking blocking = machine_blocking(machine, node, api);
    if (owner_died(machine, lock)) { // its next holder is told so, and may give it up for ever: not followed
        machine->state->is_guessing = true;
        lock_release(machine, id, lock->owner);
        lock = state_object(machine->state, id);
    }
    bool takes = lock_may_take(machine, id, api->lock_mode, machine->task);
    if (blocking != BLOCKING_NEVER) note_relock(machine, lock, api, id, takes);
    if (takes) {
        lock_take(machine, id, api->lock_mode, machine->task);
        finish_on(machine, api, id, OUTCOME_OK);
    } else if (fails || blocking == BLOCKING_NEVER) {
        finish_on(machine, api, id, OUTCOME_BUSY);
    } else {
        machine_park_on(machine, api, id);
    }
}

// Whether the library sees that the lock is not the caller's to unlock.
static bool is_refused(Machine *machine, const Object *lock, const Api *api, ObjectId id) {
    TaskId holder = lock_holder(lock, machine->task);
    bool minds = api->outcomes[OUTCOME_REFUSED].is_possible; // else anybody may unlock
    if (holder == machine->task || lock->is_external || !minds) return false;
    if (lock->recursion_is_guess) machine->state->is_guessing = true;
    if (!lock->is_misused) // what comes after the first is its consequence
        machine_violation(machine, holder ? VIOLATION_UNLOCK_OF_OTHER : VIOLATION_UNLOCK_NOT_HELD, id, holder);
    state_edit_object(machine->state, machine->arena, id)->is_misused = true;
    bool checks_owner = lock->kind == OBJECT_MUTEX && lock->recursion != RECURSION_BLOCKS;
    return checks_owner;
}

static void unlock_object(Machine *machine, const Api *api, ObjectId id) {
    if (is_refused(machine, state_object(machine->state, id), api, id)) {
        finish_on(machine, api, id, OUTCOME_REFUSED);
        return;
    }
    trace_lock(machine, machine->task, id, OUTCOME_OK);
    lock_release(machine, id, machine->task);
    machine_finish_event(machine, machine->task, OUTCOME_OK, event_outcome_value(api, OUTCOME_OK));
    machine_switch(machine, api, true);
}

void lock_event(Machine *machine, const Node *node, const Api *api) {
    ObjectId id = machine_operand_object(machine, node, api, OPERAND_OBJECT, api->object);
    if (machine->result != STEP_GOES_ON) return;
    if (!id)
        event_finish_outside(machine, node, api);
    else if (api->event == EVENT_LOCK)
        lock_object(machine, node, api, id);
    else
        unlock_object(machine, api, id);
}
