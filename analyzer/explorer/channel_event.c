// SPDX-License-Identifier: MIT
// Send, receive, close and the question whether a channel is closed.
#include "explorer/channel.h"

static void trace_transfer(Machine *machine, ObjectId channel, uint8_t stream, TaskId partner, Frame partner_frame,
                           uint32_t before) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    machine_trace(machine, (TraceStep){.kind = TRACE_COMPLETE,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = channel,
                                       .stream = stream,
                                       .partner = partner,
                                       .partner_function = partner_frame.function,
                                       .partner_node = partner_frame.node,
                                       .fill_before = before,
                                       .fill_after = state_object(machine->state, channel)->streams[stream].count});
}

// Where each parked task stands, so that the trace can name the operation of the one that was served.
static Frame partner_frame(const State *before, TaskId partner) {
    return partner ? *task_frame(state_task(before, partner)) : (Frame){0};
}

static void park_at(Machine *machine, const Api *api, ObjectId channel, uint8_t stream, bool is_send, Value element) {
    WaitCase *wait = arena_new(machine->arena, WaitCase);
    *wait = (WaitCase){channel, stream, is_send, 0, element};
    machine_park(machine, api, wait, 1);
}

static void transfer(Machine *machine, const Node *node, const Api *api, ObjectId channel, uint8_t stream,
                     bool is_send) {
    Value operand = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    Cells element = {0};
    if (is_send) element = channel_element(machine, node, api, operand, channel);
    State *before = machine->trace ? state_copy(machine->trace->arena, machine->state, 0) : NULL;
    uint32_t fill = state_object(machine->state, channel)->streams[stream].count;
    TaskId partner;
    switch (channel_try(machine, channel, stream, is_send, &element, &partner)) {
    case ATTEMPT_CLOSED:
        if (!is_send && element.count) channel_deliver(machine, machine->task, api, operand, channel, &element);
        event_finish(machine, api, OUTCOME_CLOSED);
        return;
    case ATTEMPT_DONE: break;
    case ATTEMPT_BLOCKED:
        if (machine_blocking(machine, node, api) == BLOCKING_NEVER)
            event_finish(machine, api, OUTCOME_WOULD_BLOCK);
        else
            park_at(machine, api, channel, stream, is_send, operand);
        return;
    }
    if (before) trace_transfer(machine, channel, stream, partner, partner_frame(before, partner), fill);
    Value value = event_outcome_value(api, OUTCOME_OK);
    if (!is_send) channel_deliver(machine, machine->task, api, operand, channel, &element);
    if (!is_send && api->element == ELEMENT_RESULT) value = element.count ? element.items[0].value : (Value){0};
    machine_finish_event(machine, machine->task, OUTCOME_OK, value);
    machine_switch(machine, api, partner != 0);
}

// To everyone who waits at this moment; what it returns is how many that were.
static void broadcast(Machine *machine, const Node *node, const Api *api, ObjectId channel) {
    Value operand = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    Cells element = channel_element(machine, node, api, operand, channel);
    if (state_object(machine->state, channel)->streams[0].is_closed) {
        if (!machine_is_asked(machine, machine->task)) machine_violation(machine, VIOLATION_SEND_ON_CLOSED, channel, 0);
        event_finish(machine, api, OUTCOME_CLOSED);
        return;
    }
    uint32_t served = channel_serve_all(machine, channel, &element);
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    machine_trace(machine, (TraceStep){.kind = TRACE_EVENT,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = channel});
    machine_finish_event(machine, machine->task, OUTCOME_OK, value_integer(served));
    machine_switch(machine, api, served != 0);
}

static int64_t handle_of(Machine *machine, const Node *node, const Api *api) {
    Value value = machine_operand_value(machine, node, api, OPERAND_OBJECT);
    return value.kind == VALUE_POINTER ? value.number : 0;
}

static void leave_last_element(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    if (api->element == ELEMENT_NONE || state_object(machine->state, id)->streams[0].is_closed) return;
    Value operand = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    Cells last = channel_element(machine, node, api, operand, id);
    machine_write_cells(machine, value_pointer(id, LAST_ELEMENT_OFFSET), &last, LAST_ELEMENT_OFFSET);
}

static void close_object(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    const Object *object = state_object(machine->state, id);
    if (object->kind == OBJECT_TASK || object->kind == OBJECT_WAIT_GROUP) {
        task_event(machine, node, api);
        return;
    }
    leave_last_element(machine, node, api, id);
    bool is_first = channel_close(machine, id, handle_of(machine, node, api), api);
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    if (!is_first && !machine_is_asked(machine, machine->task))
        machine_violation(machine, VIOLATION_CLOSE_OF_CLOSED, id, 0);
    OutcomeKind outcome = is_first ? OUTCOME_OK : OUTCOME_CLOSED;
    machine_trace(machine, (TraceStep){.kind = TRACE_EVENT,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = id,
                                       .outcome = outcome});
    machine_finish_event(machine, machine->task, outcome, event_outcome_value(api, outcome));
    machine_switch(machine, api, true);
}

void channel_event(Machine *machine, const Node *node, const Api *api) {
    ObjectId id = machine_operand_object(machine, node, api, OPERAND_OBJECT, OBJECT_CHANNEL);
    const Object *object = id ? state_object(machine->state, id) : NULL;
    if (!object || object->is_external) {
        event_finish_outside(machine, node, api);
        return;
    }
    if (api->event == EVENT_CLOSE) {
        close_object(machine, node, api, id);
    } else if (api->event == EVENT_QUERY_CLOSED) {
        bool is_closed = object->streams[0].is_closed;
        machine_finish_event(machine, machine->task, OUTCOME_OK, value_integer(is_closed));
    } else if (api->serves_all) {
        broadcast(machine, node, api, id);
    } else {
        bool is_send = api->event == EVENT_SEND;
        transfer(machine, node, api, id, channel_stream(object, handle_of(machine, node, api), is_send), is_send);
    }
}
