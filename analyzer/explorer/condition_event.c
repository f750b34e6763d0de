// SPDX-License-Identifier: MIT
// Condition variables. A wait has two parts: until the signal, then until the mutex is free again.
#include "explorer/lock.h"

static ObjectId condition_mutex(Machine *machine, const Node *node, const Api *api) {
    return machine_operand_object(machine, node, api, OPERAND_MUTEX, OBJECT_MUTEX);
}

static void trace_wait(Machine *machine, TaskId task, ObjectId condition, OutcomeKind outcome) {
    const Frame *frame = task_frame(state_task(machine->state, task));
    machine_trace(machine, (TraceStep){.kind = TRACE_EVENT,
                                       .task = task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = condition,
                                       .outcome = outcome});
}

static void note_not_held(Machine *machine, ObjectId mutex) {
    const Object *lock = state_object(machine->state, mutex);
    TaskId holder = lock_holder(lock, machine->task);
    if (holder != machine->task && !lock->is_external)
        machine_violation(machine, VIOLATION_WAIT_NOT_HELD, mutex, holder);
}

// A wait that is not in a loop with its test is tried as one that ends without a signal too, where the library allows
// that. In a loop it would only test again.
static bool ends_unsignalled(Machine *machine, const Api *api) {
    return api->wakes_without_signal && !wait_is_in_loop(machine, state_task(machine->state, machine->task)) &&
           machine_choose(machine, 2) == 1;
}

static void start_waiting(Machine *machine, const Api *api, ObjectId condition, ObjectId mutex) {
    if (mutex) note_not_held(machine, mutex);
    bool is_unsignalled = ends_unsignalled(machine, api);
    if (is_unsignalled) {
        Task *task = machine_task(machine);
        task->phase = WAIT_REACQUIRE;
        task->fetched = OUTCOME_OK;
        const Frame *frame = task_frame(task);
        machine_trace(machine, (TraceStep){.kind = TRACE_UNSIGNALLED,
                                           .task = machine->task,
                                           .function = frame->function,
                                           .node = frame->node,
                                           .object = condition});
    } else {
        machine_park_on(machine, api, condition);
    }
    if (mutex) lock_release(machine, mutex, machine->task);
}

// The task holds the mutex again, or ends with it where a cancel has ended the wait.
static void end_wait(Machine *machine, TaskId id, const Api *api, bool is_parked) {
    Task *task = state_edit_task(machine->state, machine->arena, id);
    OutcomeKind outcome = task->fetched;
    ObjectId waited = task->case_count ? task->cases[0].object : 0;
    task->phase = WAIT_PLAIN;
    task->fetched = OUTCOME_OK;
    trace_wait(machine, id, waited, outcome);
    bool ends = outcome == OUTCOME_CANCELED && task->cancel_ends && !task->cancel_is_inline;
    if (ends)
        machine_end_task(machine, id);
    else if (is_parked)
        machine_wake(machine, id, outcome, event_outcome_value(api, outcome));
    else
        machine_finish_event(machine, id, outcome, event_outcome_value(api, outcome));
}

void condition_return(Machine *machine, TaskId task, const Api *api) {
    end_wait(machine, task, api, true);
}

static void condition_wait(Machine *machine, const Node *node, const Api *api, ObjectId condition) {
    ObjectId mutex = condition_mutex(machine, node, api);
    if (machine->result != STEP_GOES_ON) return;
    const Task *task = state_task(machine->state, machine->task);
    if (task->phase == WAIT_PLAIN) {
        start_waiting(machine, api, condition, mutex);
        return;
    }
    if (mutex && !lock_may_take(machine, mutex, LOCK_EXCLUSIVE, machine->task)) {
        machine_park_on(machine, api, mutex);
        machine_task(machine)->is_timed = false;
        return;
    }
    if (mutex) lock_take(machine, mutex, LOCK_EXCLUSIVE, machine->task);
    end_wait(machine, machine->task, api, false);
}

static bool waits_for_signal(const Machine *machine, TaskId id, ObjectId condition) {
    const Task *task = state_task(machine->state, id);
    return task->status == TASK_PARKED && task->phase == WAIT_PLAIN && task->case_count &&
           task->cases[0].object == condition;
}

static const Api *api_of_waiter(const Machine *machine, TaskId id) {
    const Frame *frame = task_frame(state_task(machine->state, id));
    return program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
}

static void wake_waiter(Machine *machine, TaskId id) {
    Task *task = state_edit_task(machine->state, machine->arena, id);
    task->phase = WAIT_REACQUIRE;
    task->fetched = OUTCOME_OK;
    machine_retry(machine, id);
}

// Waiters in the order in which they came; in the machine's arena.
static uint32_t list_waiters(Machine *machine, ObjectId condition, TaskId **waiting) {
    *waiting = arena_new_array(machine->arena, TaskId, machine->state->task_count);
    uint32_t count = 0;
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        if (!waits_for_signal(machine, id, condition)) continue;
        uint32_t at = count++;
        uint32_t rank = state_task(machine->state, id)->rank;
        for (; at && state_task(machine->state, (*waiting)[at - 1])->rank > rank; at--)
            (*waiting)[at] = (*waiting)[at - 1];
        (*waiting)[at] = id;
    }
    return count;
}

// A signal reaches any waiter; where waits end only by signals the library keeps a queue.
static void notify(Machine *machine, const Api *api, ObjectId condition) {
    TaskId *waiting;
    uint32_t count = list_waiters(machine, condition, &waiting);
    if (api->event == EVENT_BROADCAST) {
        for (uint32_t i = 0; i < count; i++) wake_waiter(machine, waiting[i]);
    } else if (count) {
        bool is_queue = !api_of_waiter(machine, waiting[0])->wakes_without_signal;
        wake_waiter(machine, waiting[is_queue ? 0 : machine_choose(machine, count)]);
    }
    trace_wait(machine, machine->task, condition, OUTCOME_OK);
    machine_finish_event(machine, machine->task, OUTCOME_OK, event_outcome_value(api, OUTCOME_OK));
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
