// SPDX-License-Identifier: MIT
// Mutexes, read-write locks, semaphores, wait groups, barriers and conditions. A waiter at a lock or semaphore is not
// served by a partner: it tries again when what it waits for may have become possible (machine_can_proceed). Wait
// groups and barriers release theirs at once, since their count may have changed again before the waiter runs.
#include "explorer/machine.h"

static void trace_object(Machine *machine, ObjectId object, OutcomeKind outcome) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    machine_trace(machine, (TraceStep){.kind = TRACE_EVENT,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = object,
                                       .outcome = outcome});
}

static void finish_on(Machine *machine, const Api *api, ObjectId object, OutcomeKind outcome) {
    trace_object(machine, object, outcome);
    machine_finish_event(machine, machine->task, outcome, event_outcome_value(api, outcome));
}

static bool may_lock(const Object *lock, LockMode mode, TaskId task) {
    if (mode == LOCK_SHARED) return !lock->owner;
    if (lock->owner == task && lock->recursion == RECURSION_COUNTS) return true;
    return !lock->owner && !lock->depth;
}

static void take_lock(Machine *machine, ObjectId id, LockMode mode) {
    Object *lock = state_edit_object(machine->state, machine->arena, id);
    lock->depth++;
    if (mode == LOCK_EXCLUSIVE) lock->owner = machine->task;
}

static void lock_object(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    Object *lock = state_edit_object(machine->state, machine->arena, id);
    if (!lock->api) {
        lock->api = node->api;
        lock->recursion = api->recursion;
    }
    if (lock->owner == machine->task && lock->recursion_is_guess) machine->state->is_guessing = true;
    if (may_lock(lock, api->lock_mode, machine->task)) {
        take_lock(machine, id, api->lock_mode);
        finish_on(machine, api, id, OUTCOME_OK);
    } else if (lock->owner == machine->task && lock->recursion == RECURSION_FAILS) {
        finish_on(machine, api, id, OUTCOME_BUSY);
    } else if (machine_blocking(machine, node, api) == BLOCKING_NEVER) {
        finish_on(machine, api, id, OUTCOME_BUSY);
    } else {
        machine_park_on(machine, api, id);
    }
}

static void unlock_object(Machine *machine, const Api *api, ObjectId id) {
    Object *lock = state_edit_object(machine->state, machine->arena, id);
    if (lock->depth) lock->depth--;
    if (!lock->depth) lock->owner = 0;
    finish_on(machine, api, id, OUTCOME_OK);
    machine_switch(machine, api, true);
}

static void acquire(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    Object *semaphore = state_edit_object(machine->state, machine->arena, id);
    if (semaphore->count_is_unknown) {
        event_finish_outside(machine, node, api);
    } else if (semaphore->count > 0) {
        semaphore->count--;
        finish_on(machine, api, id, OUTCOME_OK);
    } else if (machine_blocking(machine, node, api) == BLOCKING_NEVER) {
        finish_on(machine, api, id, OUTCOME_WOULD_BLOCK);
    } else {
        machine_park_on(machine, api, id);
    }
}

// Whoever waits for the group is released at this moment, whatever is added afterwards.
static void release_waiters(Machine *machine, ObjectId id) {
    for (TaskId task = 1; task < machine->state->task_count; task++) {
        const Task *parked = state_task(machine->state, task);
        if (parked->status != TASK_PARKED || !parked->case_count || parked->cases[0].object != id) continue;
        const Frame *frame = task_frame(parked);
        const Api *api = program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
        if (api->event == EVENT_WAIT_GROUP)
            machine_wake(machine, task, OUTCOME_OK, event_outcome_value(api, OUTCOME_OK));
    }
}

static void add(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    Value delta = value_integer(api->event == EVENT_DONE ? -1 : 1);
    if (api->event == EVENT_ADD) delta = machine_operand_value(machine, node, api, OPERAND_DELTA);
    Object *object = state_edit_object(machine->state, machine->arena, id);
    if (delta.kind == VALUE_INTEGER)
        object->count += delta.number;
    else
        object->count_is_unknown = true;
    finish_on(machine, api, id, OUTCOME_OK);
    if (state_object(machine->state, id)->count <= 0) release_waiters(machine, id);
    machine_switch(machine, api, true);
}

static bool is_ended(const Machine *machine, ObjectId task_object) {
    const Object *object = state_object(machine->state, task_object);
    return object->kind != OBJECT_TASK || state_task(machine->state, object->task)->status == TASK_ENDED;
}

static void wait_group(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    const Object *group = state_object(machine->state, id);
    bool is_over = group->kind == OBJECT_TASK ? is_ended(machine, id) : group->count <= 0;
    if (group->count_is_unknown)
        event_finish_outside(machine, node, api);
    else if (is_over)
        finish_on(machine, api, id, OUTCOME_OK);
    else if (machine_blocking(machine, node, api) == BLOCKING_NEVER)
        finish_on(machine, api, id, OUTCOME_TIMED_OUT);
    else
        machine_park_on(machine, api, id);
}

// `depth` counts arrivals; the last one lets all others go.
static void barrier(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    Object *object = state_edit_object(machine->state, machine->arena, id);
    if (object->count_is_unknown || object->count <= 0) {
        event_finish_outside(machine, node, api);
        return;
    }
    if ((int64_t)++object->depth < object->count) {
        machine_park_on(machine, api, id);
        return;
    }
    object->depth = 0;
    for (TaskId task = 1; task < machine->state->task_count; task++) {
        const Task *parked = state_task(machine->state, task);
        if (parked->status == TASK_PARKED && parked->case_count && parked->cases[0].object == id)
            machine_wake(machine, task, OUTCOME_OK, event_outcome_value(api, OUTCOME_OK));
    }
    finish_on(machine, api, id, OUTCOME_OK);
    machine_switch(machine, api, true);
}

void lock_event(Machine *machine, const Node *node, const Api *api) {
    ObjectId id = machine_operand_object(machine, node, api, OPERAND_OBJECT, api->object);
    if (machine->result != STEP_GOES_ON) return;
    if (!id) {
        event_finish_outside(machine, node, api);
        return;
    }
    switch (api->event) {
    case EVENT_LOCK: lock_object(machine, node, api, id); break;
    case EVENT_UNLOCK: unlock_object(machine, api, id); break;
    case EVENT_ACQUIRE: acquire(machine, node, api, id); break;
    case EVENT_WAIT_GROUP: wait_group(machine, node, api, id); break;
    case EVENT_BARRIER: barrier(machine, node, api, id); break;
    default: // release, add, done
        add(machine, node, api, id);
        break;
    }
}

static ObjectId condition_mutex(Machine *machine, const Node *node, const Api *api) {
    return machine_operand_object(machine, node, api, OPERAND_MUTEX, OBJECT_MUTEX);
}

static void release_mutex(Machine *machine, ObjectId mutex) {
    if (!mutex) return;
    Object *lock = state_edit_object(machine->state, machine->arena, mutex);
    lock->owner = 0;
    lock->depth = 0;
}

// A wait has two parts: until the signal, then until the mutex is free again.
static void condition_wait(Machine *machine, const Node *node, const Api *api, ObjectId condition) {
    ObjectId mutex = condition_mutex(machine, node, api);
    const Task *task = state_task(machine->state, machine->task);
    if (task->phase == WAIT_PLAIN) {
        release_mutex(machine, mutex);
        machine_park_on(machine, api, condition);
        return;
    }
    if (mutex && !may_lock(state_object(machine->state, mutex), LOCK_EXCLUSIVE, machine->task)) {
        machine_park_on(machine, api, mutex);
        machine_task(machine)->is_timed = false;
        return;
    }
    if (mutex) take_lock(machine, mutex, LOCK_EXCLUSIVE);
    OutcomeKind outcome = task->fetched;
    machine_task(machine)->phase = WAIT_PLAIN;
    finish_on(machine, api, condition, outcome);
}

static void wake_waiter(Machine *machine, TaskId id) {
    Task *task = state_edit_task(machine->state, machine->arena, id);
    task->phase = WAIT_REACQUIRE;
    task->fetched = OUTCOME_OK;
    machine_retry(machine, id);
}

static void notify(Machine *machine, const Api *api, ObjectId condition) {
    TaskId waiting[64];
    uint32_t count = 0;
    for (TaskId id = 1; id < machine->state->task_count && count < 64; id++) {
        const Task *task = state_task(machine->state, id);
        if (task->status == TASK_PARKED && task->phase == WAIT_PLAIN && task->case_count &&
            task->cases[0].object == condition)
            waiting[count++] = id;
    }
    if (api->event == EVENT_BROADCAST)
        for (uint32_t i = 0; i < count; i++) wake_waiter(machine, waiting[i]);
    else if (count)
        wake_waiter(machine, waiting[machine_choose(machine, count)]);
    finish_on(machine, api, condition, OUTCOME_OK);
    machine_switch(machine, api, count != 0);
}

void condition_event(Machine *machine, const Node *node, const Api *api) {
    ObjectId condition = machine_operand_object(machine, node, api, OPERAND_OBJECT, OBJECT_CONDITION);
    if (machine->result != STEP_GOES_ON) return;
    if (!condition)
        event_finish_outside(machine, node, api);
    else if (api->event == EVENT_WAIT)
        condition_wait(machine, node, api, condition);
    else
        notify(machine, api, condition);
}

static bool group_has_ended(const Machine *machine, uint32_t group) {
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *task = state_task(machine->state, id);
        if (task->group == group && task->status != TASK_ENDED) return false;
    }
    return true;
}

bool machine_can_proceed(Machine *machine, TaskId id) {
    const Task *task = state_task(machine->state, id);
    if (task->is_waiting_for_group) return group_has_ended(machine, task->cases[0].index);
    if (!task->case_count || !task->cases[0].object) return false;
    const Frame *frame = task_frame(task);
    const Api *api = program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
    ObjectId object = task->cases[0].object;
    const Object *at = state_object(machine->state, object);
    switch (api->event) {
    case EVENT_LOCK: return may_lock(at, api->lock_mode, id);
    case EVENT_WAIT: return task->phase == WAIT_REACQUIRE && may_lock(at, LOCK_EXCLUSIVE, id);
    case EVENT_ACQUIRE: return at->count > 0 || at->count_is_unknown;
    case EVENT_WAIT_GROUP:
        if (at->kind == OBJECT_TASK) return is_ended(machine, object); // libdill: the handle of a single go
        return at->count <= 0 || at->count_is_unknown;
    case EVENT_JOIN:
    case EVENT_CANCEL:
    case EVENT_CLOSE: return at->kind == OBJECT_WAIT_GROUP ? at->count <= 0 : is_ended(machine, object);
    default: return false;
    }
}
