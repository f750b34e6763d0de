// SPDX-License-Identifier: MIT
// Waiting on several channel operations at once: the cases are read from arguments or from memory when
// the select is reached, as the library does.
#include "explorer/channel.h"

enum { MOST_CASES = 64 };

typedef struct Cases {
    WaitCase items[MOST_CASES];
    uint32_t count;
    bool has_default, is_unknown, has_external;
} Cases;

static Value read_at(Machine *machine, Value base, int64_t offset, ValueType type) {
    if (base.kind != VALUE_POINTER) return (Value){0};
    base.number += offset;
    return machine_load(machine, base, type);
}

static const ValueType pointer_type = {TYPE_POINTER, false, false, 8};
static const ValueType int_type = {TYPE_SIGNED, false, false, 4};

// A null channel is a case that can never be ready.
static void add_case(Machine *machine, Cases *cases, Value handle, bool is_send, uint32_t index, Value element) {
    if (handle.kind == VALUE_INTEGER && handle.number == 0) return;
    if (handle.kind == VALUE_SYMBOL) handle = machine_dereference(machine, handle);
    if (handle.kind != VALUE_POINTER || cases->count == MOST_CASES) {
        cases->is_unknown = true;
        return;
    }
    const Object *object = state_object(machine->state, handle.reference);
    if (object->kind != OBJECT_CHANNEL && object->kind != OBJECT_CHANNEL_PAIR) {
        cases->is_unknown = true;
        return;
    }
    cases->has_external |= object->is_external;
    uint8_t stream = channel_stream(object, handle.number, is_send);
    cases->items[cases->count++] = (WaitCase){handle.reference, stream, is_send, index, element};
}

static void gather_variadic(Machine *machine, const Node *node, const Api *api, Cases *cases) {
    Operand first = api_operand(api, OPERAND_CASES);
    for (uint32_t i = first.index; i < node->argument_count; i++)
        add_case(machine, cases, evaluate(machine, node->arguments[i]), false, i - first.index, (Value){0});
}

static void gather_array(Machine *machine, const Node *node, const Api *api, Cases *cases, bool is_send) {
    OperandRole array = is_send ? OPERAND_SEND_CASES : OPERAND_CASES;
    OperandRole length = is_send ? OPERAND_SEND_COUNT : OPERAND_COUNT;
    if (api_operand(api, array).source == SOURCE_NONE) return;
    Value base = machine_operand_value(machine, node, api, array);
    Value count = machine_operand_value(machine, node, api, length);
    if (count.kind != VALUE_INTEGER || count.number < 0 || count.number > MOST_CASES) {
        cases->is_unknown = true;
        return;
    }
    Value elements = machine_operand_value(machine, node, api, is_send ? OPERAND_SEND_ELEMENTS : OPERAND_ELEMENT);
    Value received = machine_operand_value(machine, node, api, OPERAND_COUNT);
    uint32_t offset = is_send && received.kind == VALUE_INTEGER ? (uint32_t)received.number : 0;
    for (uint32_t i = 0; i < (uint32_t)count.number; i++) {
        Value element = is_send ? read_at(machine, elements, 8 * (int64_t)i, pointer_type) : elements;
        add_case(machine, cases, read_at(machine, base, 8 * (int64_t)i, pointer_type), is_send, offset + i, element);
    }
}

// Returns false at the record that ends the array.
static bool gather_record(Machine *machine, const SelectRecord *record, Value base, uint32_t index, Cases *cases) {
    int64_t at = (int64_t)index * record->size;
    Value operation = read_at(machine, base, at + record->operation_offset, int_type);
    if (operation.kind != VALUE_INTEGER) {
        cases->is_unknown = true;
        return false;
    }
    if (record->has_end && operation.number == record->end_code) return false;
    if (record->has_end_default && operation.number == record->end_default_code) {
        cases->has_default = true;
        return false;
    }
    if (record->has_skip && operation.number == record->skip_code) return true;
    // Reading the narrower width gives the whole handle where it is a pointer.
    Value handle = read_at(machine, base, at + record->channel_offset, int_type);
    Value element = read_at(machine, base, at + record->element_offset, pointer_type);
    add_case(machine, cases, handle, operation.number == record->send_code, index, element);
    return true;
}

static void gather_records(Machine *machine, const Node *node, const Api *api, Cases *cases) {
    Value base = machine_operand_value(machine, node, api, OPERAND_CASES);
    if (base.kind == VALUE_SYMBOL || base.kind == VALUE_UNKNOWN) {
        cases->is_unknown = true;
        return;
    }
    uint32_t most = MOST_CASES;
    if (api->select_source == SELECT_RECORD_ARRAY) {
        Value count = machine_operand_value(machine, node, api, OPERAND_COUNT);
        if (count.kind != VALUE_INTEGER || count.number < 0 || count.number > MOST_CASES)
            cases->is_unknown = true;
        else
            most = (uint32_t)count.number;
    }
    for (uint32_t i = 0; i < most && !cases->is_unknown; i++)
        if (!gather_record(machine, &api->select_record, base, i, cases)) return;
}

static void gather(Machine *machine, const Node *node, const Api *api, Cases *cases) {
    switch (api->select_source) {
    case SELECT_VARIADIC_CHANNELS: gather_variadic(machine, node, api, cases); break;
    case SELECT_CHANNEL_ARRAY:
        gather_array(machine, node, api, cases, false);
        gather_array(machine, node, api, cases, true);
        break;
    default: gather_records(machine, node, api, cases); break;
    }
}

static void take_case(Machine *machine, const Node *node, const Api *api, const WaitCase *wait) {
    Cells element = {0};
    if (wait->is_send) element = channel_element(machine, node, api, wait->element, wait->object);
    State *before = machine->trace ? state_copy(machine->trace->arena, machine->state, 0) : NULL;
    TaskId partner;
    Attempt attempt = channel_try(machine, wait->object, wait->stream, wait->is_send, &element, &partner);
    if (!wait->is_send && (attempt == ATTEMPT_DONE || element.count))
        channel_deliver(machine, machine->task, api, wait->element, wait->object, &element);
    Task *task = machine_task(machine);
    task->fetched = attempt == ATTEMPT_CLOSED ? OUTCOME_CLOSED : OUTCOME_OK;
    task->fetched_element = attempt == ATTEMPT_DONE && !wait->is_send ? element : (Cells){0};
    const Frame *frame = task_frame(task), *other = before && partner ? task_frame(state_task(before, partner)) : NULL;
    machine_trace(machine,
                  (TraceStep){.kind = TRACE_COMPLETE,
                              .task = machine->task,
                              .function = frame->function,
                              .node = frame->node,
                              .object = wait->object,
                              .is_send = wait->is_send,
                              .stream = wait->stream,
                              .outcome = task->fetched,
                              .partner = partner,
                              .partner_function = other ? other->function : 0,
                              .partner_node = other ? other->node : 0,
                              .fill_after = state_object(machine->state, wait->object)->streams[wait->stream].count});
    machine_finish_event(machine, machine->task, OUTCOME_OK, value_integer(wait->index));
    machine_switch(machine, api, partner != 0);
}

static void finish_unknown(Machine *machine, const Node *node, const Api *api) {
    if (machine_blocking(machine, node, api) == BLOCKING_TIMED && machine_choose(machine, 2)) {
        event_finish(machine, api, OUTCOME_TIMED_OUT);
        return;
    }
    machine_finish_event(machine, machine->task, OUTCOME_OK, state_fresh_symbol(machine->state, machine->arena));
}

static void perform(Machine *machine, const Node *node, const Api *api) {
    Cases *cases = arena_new(machine->arena, Cases);
    gather(machine, node, api, cases);
    if (machine->result != STEP_GOES_ON) return;
    if (cases->is_unknown || cases->has_external) {
        finish_unknown(machine, node, api);
        return;
    }
    uint32_t ready[MOST_CASES], count = 0;
    for (uint32_t i = 0; i < cases->count; i++)
        if (channel_is_ready(machine, cases->items[i].object, cases->items[i].stream, cases->items[i].is_send))
            ready[count++] = i;
    if (count) {
        uint32_t chosen = api->select_choice == SELECT_FIRST_READY ? 0 : machine_choose(machine, count);
        take_case(machine, node, api, &cases->items[ready[chosen]]);
    } else if (api->select_has_default || cases->has_default ||
               machine_blocking(machine, node, api) == BLOCKING_NEVER) {
        event_finish(machine, api, OUTCOME_WOULD_BLOCK);
    } else {
        machine_park(machine, api, cases->items, cases->count);
    }
}

static void fetch(Machine *machine, const Node *node, const Api *api) {
    const Task *task = state_task(machine->state, machine->task);
    OutcomeKind outcome = task->fetched;
    Cells element = task->fetched_element;
    Value operand = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    if (outcome == OUTCOME_OK && operand.kind == VALUE_POINTER) {
        uint64_t size = element.count
                            ? (uint64_t)element.items[element.count - 1].offset + element.items[element.count - 1].size
                            : 8;
        machine_write_cells(machine, operand, &element, size);
    }
    event_finish(machine, api, outcome);
}

void select_event(Machine *machine, const Node *node, const Api *api) {
    if (api->event == EVENT_SELECT_FETCH)
        fetch(machine, node, api);
    else
        perform(machine, node, api);
}
