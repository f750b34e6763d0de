// SPDX-License-Identifier: MIT
// Canceling a task: at once where it waits at a call that can be canceled, else at the next such call. What happens to
// it then is the library's: its blocking calls fail from then on, or one call says so, or the task ends.
#include "explorer/machine.h"

enum { CANCELED_RESULT = -1 }; // PTHREAD_CANCELED

static bool can_be_canceled(const Api *api) {
    return api->outcomes[OUTCOME_CANCELED].is_possible;
}

static void end_canceled(Machine *machine, TaskId id) {
    if (state_task(machine->state, id)->has_cleanup) machine->state->is_guessing = true; // handlers are not followed
    machine_set_result(machine, id, value_integer(CANCELED_RESULT));
    machine_end_task(machine, id);
}

static bool ends(const Task *task) {
    return task->cancel_ends && !task->cancel_is_inline;
}

static void wake_canceled(Machine *machine, TaskId id, const Api *api) {
    Task *task = state_edit_task(machine->state, machine->arena, id);
    if (task->cancel_ends) task->is_canceled = false; // told once
    if (api->event == EVENT_WAIT) {                   // the mutex comes first
        task->phase = WAIT_REACQUIRE;
        task->fetched = OUTCOME_CANCELED;
        machine_retry(machine, id);
    } else if (ends(task)) {
        end_canceled(machine, id);
    } else {
        machine_wake(machine, id, OUTCOME_CANCELED, event_outcome_value(api, OUTCOME_CANCELED));
    }
}

static void cancel_task(Machine *machine, TaskId id, bool cancel_ends) {
    Task *task = state_edit_task(machine->state, machine->arena, id);
    if (task->status == TASK_ENDED) return;
    task->is_canceled = true;
    task->cancel_ends = cancel_ends;
    if (task->cancel_is_disabled) return;
    if (task->cancel_is_asynchronous) {
        end_canceled(machine, id);
        return;
    }
    if (task->status != TASK_PARKED) return;
    const Frame *frame = task_frame(task);
    const Api *api = program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
    bool is_locking = api->event == EVENT_WAIT && task->phase == WAIT_REACQUIRE;
    if (can_be_canceled(api) && !is_locking) wake_canceled(machine, id, api);
}

bool cancel_takes_effect(Machine *machine, const Api *api) {
    const Task *task = state_task(machine->state, machine->task);
    bool is_locking = api->event == EVENT_WAIT && task->phase == WAIT_REACQUIRE;
    if (!task->is_canceled || task->cancel_is_disabled || !can_be_canceled(api) || is_locking) return false;
    if (ends(task)) {
        end_canceled(machine, machine->task);
        return true;
    }
    if (task->cancel_ends) machine_task(machine)->is_canceled = false;
    event_finish(machine, api, OUTCOME_CANCELED);
    return true;
}

void cancel_event(Machine *machine, const Node *node, const Api *api) {
    Value handle = machine_task_handle(machine, node, api);
    const Object *object = handle.kind == VALUE_POINTER ? state_object(machine->state, handle.reference) : NULL;
    if (!object || (object->kind != OBJECT_TASK && object->kind != OBJECT_WAIT_GROUP)) {
        machine_cut(machine, CUT_UNKNOWN); // whoever it ends: nothing can be said of what comes after
        return;
    }
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *task = state_task(machine->state, id);
        if (id != machine->task && (task->object == handle.reference || task->bundle == handle.reference))
            cancel_task(machine, id, api->ends_task);
    }
    if (api->event == EVENT_CLOSE) {
        join_event(machine, node, api);
    } else {
        event_finish(machine, api, OUTCOME_OK);
        machine_switch(machine, api, true);
    }
}
