// SPDX-License-Identifier: MIT
// A task that suspends itself waits at its own handle until somebody resumes it; a resume of one that does not is
// lost.
#include "explorer/machine.h"

bool task_is_known_outside(const Machine *machine, ObjectId handle) {
    const Object *object = state_object(machine->state, handle);
    return object->is_external || object->is_known_outside;
}

// In a slice for a scope it is not sure that all who resume it are seen.
static bool is_followed(const Machine *machine, ObjectId handle) {
    bool is_slice = machine->relevance && relevance_scope(machine->relevance);
    return handle && !is_slice && state_object(machine->state, handle)->kind == OBJECT_TASK;
}

static void suspend(Machine *machine, const Node *node, const Api *api) {
    ObjectId handle = machine_operand_object(machine, node, api, OPERAND_OBJECT, OBJECT_TASK);
    if (machine->result != STEP_GOES_ON) return;
    machine_park_on(machine, api, is_followed(machine, handle) ? handle : 0);
    Task *task = machine_task(machine);
    task->is_external_wait |= !task->cases[0].object || task_is_known_outside(machine, handle);
}

static bool is_suspended(const Machine *machine, TaskId id) {
    const Task *task = state_task(machine->state, id);
    if (task->status != TASK_PARKED || !task->frame_count) return false;
    const Frame *frame = task_frame(task);
    const Node *node = machine_node(machine, frame->function, frame->node);
    return node->kind == NODE_EVENT && program_api(machine->program, node->api)->event == EVENT_SUSPEND;
}

static void wake(Machine *machine, TaskId id) {
    const Frame *frame = task_frame(state_task(machine->state, id));
    const Api *api = program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
    machine_wake(machine, id, OUTCOME_OK, event_outcome_value(api, OUTCOME_OK));
}

// Whoever is suspended: which of them is meant is not known.
static TaskId guess_target(Machine *machine) {
    uint32_t count = 0;
    machine->state->is_guessing = true;
    for (TaskId id = 1; id < machine->state->task_count; id++) count += is_suspended(machine, id);
    uint32_t choice = machine_choose(machine, count);
    for (TaskId id = 1; id < machine->state->task_count; id++)
        if (is_suspended(machine, id) && choice-- == 0) return id;
    return 0;
}

static void resume(Machine *machine, const Node *node, const Api *api) {
    Value handle = machine_task_handle(machine, node, api);
    if (handle.kind == VALUE_SYMBOL) handle = machine_dereference(machine, handle);
    if (machine->result != STEP_GOES_ON) return;
    const Object *object = handle.kind == VALUE_POINTER ? state_object(machine->state, handle.reference) : NULL;
    bool is_known = object ? object->kind == OBJECT_TASK : handle.kind == VALUE_INTEGER;
    TaskId target = object && is_known ? object->task : is_known ? 0 : guess_target(machine);
    bool has_ended = !target || state_task(machine->state, target)->status == TASK_ENDED;
    bool wakes = target && is_suspended(machine, target);
    OutcomeKind outcome = wakes ? OUTCOME_OK : has_ended ? OUTCOME_REFUSED : OUTCOME_BUSY;
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    machine_trace(machine, (TraceStep){.kind = TRACE_EVENT,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = target ? state_task(machine->state, target)->object : 0,
                                       .outcome = outcome});
    if (!api->outcomes[outcome].is_possible) outcome = OUTCOME_OK; // nobody is told
    machine_finish_event(machine, machine->task, outcome, event_outcome_value(api, outcome));
    if (!wakes) return;
    wake(machine, target);
    machine_switch(machine, api, true);
}

void suspend_event(Machine *machine, const Node *node, const Api *api) {
    if (api->event == EVENT_SUSPEND)
        suspend(machine, node, api);
    else
        resume(machine, node, api);
}
