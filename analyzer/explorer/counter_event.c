// SPDX-License-Identifier: MIT
// Semaphores, wait groups and barriers. A waiter at a semaphore tries again when there may be something to take. Wait
// groups and barriers release theirs at once, since their count may have changed again before the waiter runs.
#include "explorer/machine.h"

static void finish_with(Machine *machine, ObjectId object, OutcomeKind outcome, Value value) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    machine_trace(machine, (TraceStep){.kind = TRACE_EVENT,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = object,
                                       .outcome = outcome});
    machine_finish_event(machine, machine->task, outcome, value);
}

static void finish_on(Machine *machine, const Api *api, ObjectId object, OutcomeKind outcome) {
    finish_with(machine, object, outcome, event_outcome_value(api, outcome));
}

static const Api *api_of_parked(const Machine *machine, TaskId id) {
    const Frame *frame = task_frame(state_task(machine->state, id));
    return program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
}

static bool is_parked_at(const Machine *machine, TaskId id, ObjectId object) {
    const Task *task = state_task(machine->state, id);
    return task->status == TASK_PARKED && task->case_count && task->cases[0].object == object;
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

static void release(Machine *machine, const Api *api, ObjectId id) {
    state_edit_object(machine->state, machine->arena, id)->count++;
    finish_on(machine, api, id, OUTCOME_OK);
    machine_switch(machine, api, true);
}

void counter_release_waiters(Machine *machine, ObjectId group) {
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        if (!is_parked_at(machine, id, group)) continue;
        const Api *api = api_of_parked(machine, id);
        if (api->event != EVENT_WAIT_GROUP) continue;
        state_edit_object(machine->state, machine->arena, group)->depth = 0;
        machine_wake(machine, id, OUTCOME_OK, event_outcome_value(api, OUTCOME_OK));
    }
}

// Somebody else has waited when nothing had been added yet: what is added now came too late.
static void note_misuse(Machine *machine, ObjectId id, int64_t delta) {
    const Object *group = state_object(machine->state, id);
    if (group->count_is_unknown || group->is_external) return;
    bool is_late = delta > 0 && group->count == 0 && group->owner && group->owner != machine->task;
    if (group->count + delta < 0) machine_violation(machine, VIOLATION_COUNT_BELOW_ZERO, id, 0);
    if (is_late) machine_violation(machine, VIOLATION_ADD_AFTER_WAIT, id, group->owner);
}

static void add(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    Value delta = value_integer(api->event == EVENT_DONE ? -1 : 1);
    if (api->event == EVENT_ADD) delta = machine_operand_value(machine, node, api, OPERAND_DELTA);
    if (delta.kind == VALUE_INTEGER) note_misuse(machine, id, delta.number);
    Object *group = state_edit_object(machine->state, machine->arena, id);
    bool is_refused = delta.kind == VALUE_INTEGER && !group->count_is_unknown && group->count + delta.number < 0 &&
                      api->outcomes[OUTCOME_REFUSED].is_possible;
    if (is_refused) {
        finish_on(machine, api, id, OUTCOME_REFUSED);
        return;
    }
    if (delta.kind == VALUE_INTEGER)
        group->count += delta.number;
    else
        group->count_is_unknown = true;
    group->depth = 1;
    group->owner = 0;
    bool releases = group->count <= 0 && (api->event == EVENT_DONE || api->add_wakes);
    finish_on(machine, api, id, OUTCOME_OK);
    if (releases) counter_release_waiters(machine, id);
    machine_switch(machine, api, true);
}

static bool is_over(const Machine *machine, const Object *group) {
    if (group->kind == OBJECT_TASK) return state_task(machine->state, group->task)->status == TASK_ENDED;
    return group->count <= 0;
}

// `depth` says whether anything was added since somebody waited last.
static void note_wait(Machine *machine, ObjectId id) {
    if (state_object(machine->state, id)->kind == OBJECT_TASK) return;
    Object *group = state_edit_object(machine->state, machine->arena, id);
    group->owner = group->depth ? 0 : machine->task;
    group->depth = 0;
}

static void wait_group(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    const Object *group = state_object(machine->state, id);
    if (group->count_is_unknown) {
        event_finish_outside(machine, node, api);
    } else if (is_over(machine, group)) {
        note_wait(machine, id);
        finish_on(machine, api, id, OUTCOME_OK);
        machine_switch(machine, api, false);
    } else if (machine_blocking(machine, node, api) == BLOCKING_NEVER) {
        finish_on(machine, api, id, OUTCOME_TIMED_OUT);
    } else {
        machine_park_on(machine, api, id);
    }
}

// Any one of those who meet may be told apart; which one matters only when somebody asks.
static TaskId choose_serial(Machine *machine, ObjectId id) {
    uint32_t count = 1;
    bool matters = machine_is_asked(machine, machine->task);
    for (TaskId task = 1; task < machine->state->task_count; task++) {
        if (!is_parked_at(machine, task, id)) continue;
        count++;
        matters |= machine_is_asked(machine, task);
    }
    uint32_t chosen = matters ? machine_choose(machine, count) : 0;
    for (TaskId task = 1; chosen && task < machine->state->task_count; task++)
        if (is_parked_at(machine, task, id) && --chosen == 0) return task;
    return machine->task;
}

// The last one who comes lets all others go.
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
    TaskId serial = api->outcomes[OUTCOME_SERIAL].is_possible ? choose_serial(machine, id) : 0;
    for (TaskId task = 1; task < machine->state->task_count; task++) {
        if (!is_parked_at(machine, task, id)) continue;
        OutcomeKind told = task == serial ? OUTCOME_SERIAL : OUTCOME_OK;
        machine_wake(machine, task, OUTCOME_OK, event_outcome_value(api_of_parked(machine, task), told));
    }
    OutcomeKind told = machine->task == serial ? OUTCOME_SERIAL : OUTCOME_OK;
    finish_with(machine, id, OUTCOME_OK, event_outcome_value(api, told));
    machine_switch(machine, api, true);
}

// How many could be taken; waiters do not make it negative (glibc).
static void tell_count(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    const Object *semaphore = state_object(machine->state, id);
    bool is_known = !semaphore->count_is_unknown && !semaphore->is_external;
    event_forget_filled(machine, node, api);
    if (is_known)
        machine_store(machine, machine_operand_value(machine, node, api, OPERAND_ELEMENT), 4,
                      value_integer(semaphore->count > 0 ? semaphore->count : 0));
    if (machine->result == STEP_GOES_ON) event_finish(machine, api, OUTCOME_OK);
}

void counter_event(Machine *machine, const Node *node, const Api *api) {
    ObjectId id = machine_operand_object(machine, node, api, OPERAND_OBJECT, api->object);
    if (machine->result != STEP_GOES_ON) return;
    if (!id) {
        if (api->event == EVENT_QUERY) event_forget_filled(machine, node, api);
        event_finish_outside(machine, node, api);
        return;
    }
    switch (api->event) {
    case EVENT_ACQUIRE: acquire(machine, node, api, id); break;
    case EVENT_RELEASE: release(machine, api, id); break;
    case EVENT_WAIT_GROUP: wait_group(machine, node, api, id); break;
    case EVENT_BARRIER: barrier(machine, node, api, id); break;
    case EVENT_QUERY: tell_count(machine, node, api, id); break;
    default: add(machine, node, api, id); break; // add, done
    }
}
