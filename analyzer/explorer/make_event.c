// SPDX-License-Identifier: MIT
// New channels, locks, semaphores and wait groups.
#include "explorer/constraint_store.h"
#include "explorer/lock.h"

static Value capacity_of(Machine *machine, const Node *node, const Api *api) {
    if (api->capacity == CAPACITY_RENDEZVOUS) return value_integer(0);
    if (api->capacity == CAPACITY_UNBOUNDED) return value_integer(INT64_MAX);
    Value value = machine_operand_value(machine, node, api, OPERAND_CAPACITY);
    bool is_default = api_operand(api, OPERAND_CAPACITY).source == SOURCE_CONSTANT &&
                      api_operand(api, OPERAND_ATTRIBUTE).source != SOURCE_NONE;
    if (is_default) { // the attributes, which are not followed, may say otherwise (mq_open)
        value = state_guess_symbol(machine->state, machine->arena);
        machine->state->is_guess[value.reference] = GUESS_POSITIVE;
        PathConstraint positive = {value.reference, 0, 0, OPERATOR_GREATER};
        constraints_add(machine->state, machine->arena, positive);
    }
    if (value.kind == VALUE_UNKNOWN) value = state_fresh_symbol(machine->state, machine->arena);
    return value;
}

static void set_count(Object *object, Value value) {
    object->count = value.kind == VALUE_INTEGER ? value.number : 0;
    object->count_is_unknown = value.kind != VALUE_INTEGER;
}

static FunctionId caller_of(const Task *task) {
    return task->frame_count > 1 ? task->frames[task->frame_count - 2].function : 0;
}

static Object new_object(Machine *machine, const Node *node, const Api *api) {
    const Task *task = state_task(machine->state, machine->task);
    const Frame *frame = task_frame(task);
    Object object = {.kind = api->object, .function = frame->function, .node = frame->node, .api = node->api};
    object.caller = caller_of(task);
    object.recursion = api->recursion;
    object.call = frame->call;
    object.is_external = machine_site_escapes(machine, frame->function, frame->node, caller_of(task));
    bool is_channel = api->object == OBJECT_CHANNEL || api->object == OBJECT_CHANNEL_PAIR;
    if (is_channel) {
        object.capacity = capacity_of(machine, node, api);
        Value size = machine_operand_value(machine, node, api, OPERAND_SIZE);
        if (size.kind == VALUE_INTEGER && size.number > 0) object.element_size = (uint64_t)size.number;
    } else if (api_operand(api, OPERAND_CAPACITY).source != SOURCE_NONE) {
        set_count(&object, machine_operand_value(machine, node, api, OPERAND_CAPACITY));
    }
    if (api_operand(api, OPERAND_ARGUMENT).source != SOURCE_NONE)
        cells_write(&object.cells, machine->arena, POOL_ARGUMENT_OFFSET, 8,
                    machine_operand_value(machine, node, api, OPERAND_ARGUMENT));
    return object;
}

static void store_handles(Machine *machine, const Node *node, const Api *api, ObjectId object) {
    Value address = machine_operand_value(machine, node, api, OPERAND_OBJECT);
    if (api->object != OBJECT_CHANNEL_PAIR) {
        machine_store(machine, address, 8, value_pointer(object, 0));
        return;
    }
    machine_store(machine, address, 4, value_pointer(object, 0));
    if (address.kind == VALUE_POINTER) address.number += 4;
    machine_store(machine, address, 4, value_pointer(object, 1));
}

static void initialise_channel(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    Value capacity = capacity_of(machine, node, api);
    Value size = machine_operand_value(machine, node, api, OPERAND_SIZE);
    Object *object = state_edit_object(machine->state, machine->arena, id);
    object->capacity = capacity;
    object->count = 0;
    object->count_is_unknown = false;
    if (size.kind == VALUE_INTEGER && size.number > 0) object->element_size = (uint64_t)size.number;
}

static void initialise(Machine *machine, const Node *node, const Api *api) {
    ObjectId id = machine_operand_object(machine, node, api, OPERAND_OBJECT, api->object);
    if (id) {
        Value count = value_integer(0);
        if (api_operand(api, OPERAND_CAPACITY).source != SOURCE_NONE)
            count = machine_operand_value(machine, node, api, OPERAND_CAPACITY);
        Object *object = state_edit_object(machine->state, machine->arena, id);
        object->owner = 0;
        object->depth = 0;
        object->readers = NULL;
        object->api = node->api;
        set_count(object, count);
        if (api->object == OBJECT_MUTEX || api->object == OBJECT_READ_WRITE_LOCK) lock_set_kind(machine, node, api, id);
        if (api->object == OBJECT_CHANNEL) initialise_channel(machine, node, api, id);
    }
    event_finish(machine, api, OUTCOME_OK);
}

void make_event(Machine *machine, const Node *node, const Api *api) {
    if (api->event == EVENT_INIT) {
        initialise(machine, node, api);
        return;
    }
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    ObjectId object = state_add_object(machine->state, machine->arena, new_object(machine, node, api));
    machine_trace(machine, (TraceStep){.kind = TRACE_MAKE,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = object});
    bool is_result = api_operand(api, OPERAND_OBJECT).source == SOURCE_RESULT;
    if (!is_result) store_handles(machine, node, api, object);
    machine_finish_event(machine, machine->task, OUTCOME_OK,
                         is_result ? value_pointer(object, 0) : event_outcome_value(api, OUTCOME_OK));
}
