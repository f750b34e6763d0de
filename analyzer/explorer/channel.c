// SPDX-License-Identifier: MIT
#include "explorer/channel.h"

#include <string.h>

static const ChannelRules no_rules;

const ChannelRules *channel_rules(const Machine *machine, const Object *channel) {
    return channel->api ? &program_api(machine->program, channel->api)->rules : &no_rules;
}

uint8_t channel_stream(const Object *channel, int64_t handle, bool is_send) {
    if (channel->kind != OBJECT_CHANNEL_PAIR) return 0;
    return (uint8_t)(is_send ? handle & 1 : !(handle & 1));
}

// The parked task that waits longest for the other direction, and the case it waits with.
static TaskId find_partner(Machine *machine, ObjectId channel, uint8_t stream, bool wants_sender, WaitCase *found) {
    TaskId best = 0;
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *task = state_task(machine->state, id);
        if (task->status != TASK_PARKED || id == machine->task) continue;
        if (best && state_task(machine->state, best)->rank < task->rank) continue;
        for (uint32_t i = 0; i < task->case_count; i++) {
            const WaitCase *wait = &task->cases[i];
            if (wait->object != channel || wait->stream != stream || wait->is_send != wants_sender) continue;
            best = id;
            *found = *wait;
            break;
        }
    }
    return best;
}

static uint64_t element_size(Machine *machine, const Node *node, const Api *api, const Object *channel) {
    Value size = machine_operand_value(machine, node, api, OPERAND_SIZE);
    if (size.kind == VALUE_INTEGER && size.number > 0) return (uint64_t)size.number;
    return channel->element_size;
}

Cells channel_element(Machine *machine, const Node *node, const Api *api, Value operand, ObjectId channel) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    if (machine->relevance && !relevance_of_element(machine->relevance, frame->function, frame->node))
        return (Cells){0};
    if (api->element == ELEMENT_COPIED && operand.kind != VALUE_INTEGER) {
        uint64_t size = element_size(machine, node, api, state_object(machine->state, channel));
        return machine_read_cells(machine, operand, size ? size : 8);
    }
    Cells cells = {0};
    if (operand.kind != VALUE_UNKNOWN) cells_write(&cells, machine->arena, 0, 8, operand);
    return cells;
}

void channel_deliver(Machine *machine, TaskId task, const Api *api, Value operand, ObjectId channel,
                     const Cells *element) {
    if (api->element == ELEMENT_NONE || api->element == ELEMENT_RESULT || operand.kind == VALUE_INTEGER) return;
    TaskId running = machine->task;
    machine->task = task;
    const Frame *frame = task_frame(state_task(machine->state, task));
    const Node *node = machine_node(machine, frame->function, frame->node);
    bool matters = !machine->relevance || relevance_of_element(machine->relevance, frame->function, frame->node);
    if (matters && operand.kind != VALUE_UNKNOWN) {
        uint64_t size = element_size(machine, node, api, state_object(machine->state, channel));
        if (api->element == ELEMENT_POINTER || !size) size = 8;
        Cells part = cells_slice(element, machine->arena, 0, size);
        machine_write_cells(machine, operand, &part, size);
    }
    machine->task = running;
}

static Value first_value(const Cells *element) {
    Value value = {0};
    if (element->count && element->items[0].offset == 0) value = element->items[0].value;
    return value;
}

void channel_serve(Machine *machine, TaskId id, const WaitCase *wait, OutcomeKind outcome, const Cells *element) {
    const Frame *frame = task_frame(state_task(machine->state, id));
    const Api *api = program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
    bool is_last = outcome == OUTCOME_CLOSED && element && element->count;
    if ((outcome == OUTCOME_OK || is_last) && !wait->is_send)
        channel_deliver(machine, id, api, wait->element, wait->object, element);
    Value value = event_outcome_value(api, outcome);
    if (api->event == EVENT_SELECT) {
        value = value_integer(wait->index);
        Task *task = state_edit_task(machine->state, machine->arena, id);
        task->fetched = outcome;
        task->fetched_element = outcome == OUTCOME_OK && element ? *element : (Cells){0};
    }
    if (api->element == ELEMENT_RESULT && api->event == EVENT_RECEIVE && outcome == OUTCOME_OK)
        value = first_value(element);
    machine_wake(machine, id, outcome, value);
}

static void append(Machine *machine, Stream *stream, const Cells *element) {
    Cells *queue = arena_new_array(machine->arena, Cells, stream->count + 1);
    if (stream->count) memcpy(queue, stream->queue, stream->count * sizeof(Cells));
    queue[stream->count++] = *element;
    stream->queue = queue;
}

static bool has_room(Machine *machine, const Object *channel, uint32_t count) {
    Value room = evaluate_compare(machine, OPERATOR_LESS, value_integer(count), channel->capacity);
    return room.kind == VALUE_INTEGER ? room.number != 0 : machine_choose(machine, 2) == 0;
}

static Attempt try_send(Machine *machine, ObjectId id, uint8_t stream, Cells *element, TaskId *partner) {
    const Object *channel = state_object(machine->state, id);
    const ChannelRules *rules = channel_rules(machine, channel);
    if (channel->streams[stream].is_closed) {
        if (!rules->later_send_fails || !machine_is_asked(machine, machine->task))
            machine_violation(machine, VIOLATION_SEND_ON_CLOSED, id, 0);
        return rules->later_send_fails ? ATTEMPT_CLOSED : ATTEMPT_BLOCKED;
    }
    WaitCase wait;
    if (!channel->streams[stream].count && (*partner = find_partner(machine, id, stream, false, &wait))) {
        channel_serve(machine, *partner, &wait, OUTCOME_OK, element);
        return ATTEMPT_DONE;
    }
    if (!has_room(machine, channel, channel->streams[stream].count)) return ATTEMPT_BLOCKED;
    append(machine, &state_edit_object(machine->state, machine->arena, id)->streams[stream], element);
    return ATTEMPT_DONE;
}

static Cells sender_element(Machine *machine, TaskId sender, const WaitCase *wait) {
    TaskId running = machine->task;
    machine->task = sender;
    const Frame *frame = task_frame(state_task(machine->state, sender));
    const Node *node = machine_node(machine, frame->function, frame->node);
    const Api *api = program_api(machine->program, node->api);
    Cells element = channel_element(machine, node, api, wait->element, wait->object);
    machine->task = running;
    return element;
}

static TaskId refill(Machine *machine, ObjectId id, uint8_t stream) {
    WaitCase wait;
    TaskId sender = find_partner(machine, id, stream, true, &wait);
    if (!sender) return 0;
    Cells element = sender_element(machine, sender, &wait);
    append(machine, &state_edit_object(machine->state, machine->arena, id)->streams[stream], &element);
    channel_serve(machine, sender, &wait, OUTCOME_OK, NULL);
    return sender;
}

static Cells last_element(Machine *machine, ObjectId id) {
    return cells_slice(&state_object(machine->state, id)->cells, machine->arena, LAST_ELEMENT_OFFSET,
                       LAST_ELEMENT_OFFSET);
}

static Attempt try_receive(Machine *machine, ObjectId id, uint8_t stream, Cells *element, TaskId *partner) {
    const Object *channel = state_object(machine->state, id);
    const ChannelRules *rules = channel_rules(machine, channel);
    bool is_closed = channel->streams[stream].is_closed;
    if (is_closed) *element = last_element(machine, id);
    if (is_closed && !rules->drains) return ATTEMPT_CLOSED;
    WaitCase wait;
    if (channel->streams[stream].count) {
        Object *changed = state_edit_object(machine->state, machine->arena, id);
        *element = changed->streams[stream].queue[0];
        changed->streams[stream].queue++;
        changed->streams[stream].count--;
        *partner = refill(machine, id, stream);
        return ATTEMPT_DONE;
    }
    if ((*partner = find_partner(machine, id, stream, true, &wait))) {
        *element = sender_element(machine, *partner, &wait);
        channel_serve(machine, *partner, &wait, OUTCOME_OK, NULL);
        return ATTEMPT_DONE;
    }
    return is_closed ? ATTEMPT_CLOSED : ATTEMPT_BLOCKED;
}

Attempt channel_try(Machine *machine, ObjectId channel, uint8_t stream, bool is_send, Cells *element, TaskId *partner) {
    *partner = 0;
    return is_send ? try_send(machine, channel, stream, element, partner)
                   : try_receive(machine, channel, stream, element, partner);
}

bool channel_is_ready(Machine *machine, ObjectId id, uint8_t stream, bool is_send) {
    const Object *channel = state_object(machine->state, id);
    const ChannelRules *rules = channel_rules(machine, channel);
    WaitCase wait;
    const Stream *at = &channel->streams[stream];
    if (at->is_closed && is_send) return rules->later_send_fails;
    if (at->is_closed && !is_send && !at->count)
        return rules->select_sees_close || (rules->drains && find_partner(machine, id, stream, true, &wait));
    if (find_partner(machine, id, stream, !is_send, &wait)) return true;
    return is_send ? has_room(machine, channel, at->count) : at->count > 0;
}

uint32_t channel_serve_all(Machine *machine, ObjectId channel, const Cells *element) {
    WaitCase wait;
    uint32_t served = 0;
    for (TaskId task; (task = find_partner(machine, channel, 0, false, &wait)); served++)
        channel_serve(machine, task, &wait, OUTCOME_OK, element);
    return served;
}

static void end_stream(Machine *machine, ObjectId id, uint8_t stream) {
    Object *channel = state_edit_object(machine->state, machine->arena, id);
    const ChannelRules *rules = channel_rules(machine, channel);
    bool is_buffered = !(channel->capacity.kind == VALUE_INTEGER && channel->capacity.number == 0);
    channel->streams[stream].is_closed = true;
    CloseEffect receivers = is_buffered ? rules->blocked_buffered_receivers : rules->blocked_receivers;
    CloseEffect senders = is_buffered ? rules->blocked_buffered_senders : rules->blocked_senders;
    for (TaskId task = 1; task < machine->state->task_count; task++) {
        const Task *parked = state_task(machine->state, task);
        if (parked->status != TASK_PARKED) continue;
        for (uint32_t i = 0; i < parked->case_count; i++) {
            WaitCase wait = parked->cases[i];
            if (wait.object != id || wait.stream != stream) continue;
            CloseEffect effect = wait.is_send ? senders : receivers;
            if (effect == CLOSE_LEAVES) continue; // somebody may take what it sends still
            bool is_lost = effect == CLOSE_SUCCEEDS || !machine_is_asked(machine, task);
            if (wait.is_send && is_lost) machine_violation(machine, VIOLATION_CLOSE_WHILE_SENDING, id, task);
            Cells last = last_element(machine, id);
            channel_serve(machine, task, &wait, effect == CLOSE_FAILS ? OUTCOME_CLOSED : OUTCOME_OK, &last);
            break;
        }
    }
}

// Those who wait now fail; nothing else changes.
static void interrupt_waiters(Machine *machine, ObjectId id) {
    for (TaskId task = 1; task < machine->state->task_count; task++) {
        const Task *parked = state_task(machine->state, task);
        if (parked->status != TASK_PARKED || !parked->case_count || parked->cases[0].object != id) continue;
        WaitCase wait = parked->cases[0];
        channel_serve(machine, task, &wait, OUTCOME_CANCELED, &(Cells){0});
    }
}

bool channel_close(Machine *machine, ObjectId id, int64_t handle, const Api *api) {
    Object *channel = state_edit_object(machine->state, machine->arena, id);
    if (api->interrupts) {
        interrupt_waiters(machine, id);
        return true;
    }
    if (channel->kind != OBJECT_CHANNEL_PAIR) {
        if (channel->streams[0].is_closed) return false;
        end_stream(machine, id, 0);
        return true;
    }
    uint8_t stream = (uint8_t)(handle & 1);
    if (api->closes_one_direction) {
        if (channel->streams[stream].is_closed) return false;
        end_stream(machine, id, stream);
        return true;
    }
    if (channel->closed_handles & (1u << stream)) return false;
    channel->closed_handles |= (uint8_t)(1u << stream);
    if (channel_rules(machine, channel)->close_needs_both && channel->closed_handles != 3) return true;
    end_stream(machine, id, 0);
    end_stream(machine, id, 1);
    return true;
}
