// SPDX-License-Identifier: MIT
// Join and detach. Where the library allows a task one join only, others are refused and noted as misuse.
#include "explorer/machine.h"

// What the joined task returned, or a number that is not known when the task did not say.
static Value result_of(const Object *joined) {
    Value result = {0};
    if (joined) cells_read(&joined->cells, 0, 8, &result);
    return result;
}

static void take_result(Machine *machine, const Node *node, const Api *api, const Object *joined) {
    if (api_operand(api, OPERAND_ELEMENT).source != SOURCE_POINTEE) return;
    Value address = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    if (address.kind == VALUE_INTEGER) return; // a null pointer: nobody asks
    Value size = machine_operand_value(machine, node, api, OPERAND_SIZE);
    uint64_t bytes = size.kind == VALUE_INTEGER && size.number > 0 ? (uint64_t)size.number : 8;
    machine_store(machine, address, bytes, result_of(joined));
}

static ObjectId joined_object(Machine *machine, const Node *node, const Api *api) {
    Value handle = machine_task_handle(machine, node, api);
    if (handle.kind != VALUE_POINTER) return 0;
    ObjectKind kind = state_object(machine->state, handle.reference)->kind;
    return kind == OBJECT_TASK || kind == OBJECT_WAIT_GROUP ? handle.reference : 0;
}

static ViolationKind misuse_of(const Machine *machine, const Object *handle) {
    if (handle->kind != OBJECT_TASK) return VIOLATION_NONE;
    if (handle->task == machine->task) return VIOLATION_JOIN_SELF;
    if (handle->is_detached) return VIOLATION_JOIN_DETACHED;
    bool is_other = handle->owner && handle->owner != machine->task;
    return handle->is_joined || is_other ? VIOLATION_JOIN_TWICE : VIOLATION_NONE;
}

// Whether the library turns the call down.
static bool is_refused(Machine *machine, const Api *api, ObjectId id) {
    const Object *handle = state_object(machine->state, id);
    bool minds = api->event == EVENT_JOIN && api->outcomes[OUTCOME_REFUSED].is_possible;
    ViolationKind misuse = minds ? misuse_of(machine, handle) : VIOLATION_NONE;
    if (misuse == VIOLATION_NONE) return false;
    machine_violation(machine, misuse, id, handle->task);
    event_finish(machine, api, misuse == VIOLATION_JOIN_SELF ? OUTCOME_BUSY : OUTCOME_REFUSED);
    return true;
}

static bool has_ended(const Machine *machine, const Object *handle) {
    if (handle->kind == OBJECT_WAIT_GROUP) return handle->count <= 0;
    return state_task(machine->state, handle->task)->status == TASK_ENDED;
}

static void trace_join(Machine *machine, ObjectId handle) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    machine_trace(machine, (TraceStep){.kind = TRACE_EVENT,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = handle,
                                       .outcome = OUTCOME_OK});
}

static void join(Machine *machine, const Node *node, const Api *api) {
    ObjectId id = joined_object(machine, node, api);
    if (!id) {
        take_result(machine, node, api, NULL);
        event_finish_outside(machine, node, api);
        return;
    }
    if (is_refused(machine, api, id)) return;
    Object *handle = state_edit_object(machine->state, machine->arena, id);
    bool is_join = api->event == EVENT_JOIN;
    if (has_ended(machine, handle)) {
        handle->is_joined = is_join;
        handle->owner = 0;
        bool is_returned = api_operand(api, OPERAND_ELEMENT).source == SOURCE_RESULT;
        take_result(machine, node, api, handle);
        if (machine->result != STEP_GOES_ON) return;
        trace_join(machine, id);
        machine_finish_event(machine, machine->task, OUTCOME_OK,
                             is_returned ? result_of(handle) : event_outcome_value(api, OUTCOME_OK));
    } else if (is_join && machine_blocking(machine, node, api) == BLOCKING_NEVER) {
        event_finish(machine, api, OUTCOME_BUSY);
    } else {
        if (is_join) handle->owner = machine->task;
        machine_park_on(machine, api, id);
    }
}

static void detach(Machine *machine, const Node *node, const Api *api) {
    ObjectId id = joined_object(machine, node, api);
    if (id && state_object(machine->state, id)->kind == OBJECT_TASK) {
        Object *handle = state_edit_object(machine->state, machine->arena, id);
        if (handle->is_detached || handle->is_joined)
            machine_violation(machine, VIOLATION_DETACH_TWICE, id, handle->task);
        handle->is_detached = true;
    }
    event_finish(machine, api, OUTCOME_OK);
}

void join_event(Machine *machine, const Node *node, const Api *api) {
    if (api->event == EVENT_DETACH)
        detach(machine, node, api);
    else
        join(machine, node, api);
}
