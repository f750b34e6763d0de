// SPDX-License-Identifier: MIT
// Allocation, memory copies and atomic accesses.
#include "explorer/access.h"

// calloc's shape: a count of items and nothing to copy from.
static bool is_zeroing(const Api *api) {
    return api_operand(api, OPERAND_COUNT).source != SOURCE_NONE &&
           api_operand(api, OPERAND_ELEMENT).source == SOURCE_NONE;
}

static void allocate(Machine *machine, const Node *node, const Api *api) {
    const Task *task = state_task(machine->state, machine->task);
    const Frame *frame = task_frame(task);
    FunctionId caller = task->frame_count > 1 ? task->frames[task->frame_count - 2].function : 0;
    Object memory = {.function = frame->function, .node = frame->node, .is_zeroed = is_zeroing(api)};
    memory.is_external = machine_site_escapes(machine, frame->function, frame->node, caller);
    Value old = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    if (old.kind == VALUE_POINTER) {
        const Object *former = state_object(machine->state, old.reference);
        memory.cells = cells_slice(&former->cells, machine->arena, 0, INT64_MAX); // its own, to be changed in place
    }
    ObjectId object = state_add_object(machine->state, machine->arena, memory);
    Value address = value_pointer(object, 0);
    if (api_operand(api, OPERAND_OBJECT).source == SOURCE_POINTEE)
        machine_store(machine, machine_operand_value(machine, node, api, OPERAND_OBJECT), 8, address);
    machine_finish_event(machine, machine->task, OUTCOME_OK, address);
}

// A string of unknown length: at least its first byte is touched.
static void forget_text(Machine *machine, Value target, Value source) {
    access_note(machine, source, 1, false, false);
    access_note(machine, target, 1, true, false);
    machine_forget(machine, target, 0);
}

static void copy(Machine *machine, const Node *node, const Api *api) {
    Value target = machine_operand_value(machine, node, api, OPERAND_OBJECT);
    Value source = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    Value size = machine_operand_value(machine, node, api, OPERAND_SIZE);
    if (size.kind == VALUE_INTEGER && size.number > 0)
        machine_copy(machine, target, source, (uint64_t)size.number);
    else
        forget_text(machine, target, source);
    machine_finish_event(machine, machine->task, OUTCOME_OK, target);
}

static void fill(Machine *machine, const Node *node, const Api *api) {
    Value target = machine_dereference(machine, machine_operand_value(machine, node, api, OPERAND_OBJECT));
    Value byte = machine_operand_value(machine, node, api, OPERAND_DELTA);
    Value size = machine_operand_value(machine, node, api, OPERAND_SIZE);
    if (target.kind == VALUE_POINTER && size.kind == VALUE_INTEGER && size.number > 0) {
        access_note(machine, target, (uint64_t)size.number, true, false);
        Object *object = state_edit_object(machine->state, machine->arena, target.reference);
        cells_clear(&object->cells, machine->arena, target.number, (uint64_t)size.number);
        if (byte.kind == VALUE_INTEGER && byte.number == 0)
            cells_write(&object->cells, machine->arena, target.number, (uint64_t)size.number, byte);
        else
            cells_write(&object->cells, machine->arena, target.number, (uint64_t)size.number,
                        state_fresh_symbol(machine->state, machine->arena));
    }
    machine_finish_event(machine, machine->task, OUTCOME_OK, target);
}

// The model gives the width; without one an int is taken.
static uint64_t accessed_size(Machine *machine, const Node *node, const Api *api) {
    Value size = machine_operand_value(machine, node, api, OPERAND_SIZE);
    if (size.kind == VALUE_INTEGER && size.number > 0 && size.number <= 8) return (uint64_t)size.number;
    uint64_t result = node->result ? program_variable(machine->program, node->result)->size : 0;
    return result ? result : 4;
}

static Value updated(char operation, Value old, Value delta) {
    if (delta.kind != VALUE_INTEGER) return (Value){0};
    if (old.kind == VALUE_SYMBOL && (operation == '+' || operation == '-')) {
        old.number += operation == '+' ? delta.number : -delta.number;
        return old;
    }
    if (old.kind != VALUE_INTEGER) return (Value){0};
    switch (operation) {
    case '+': return value_integer(old.number + delta.number);
    case '-': return value_integer(old.number - delta.number);
    case '&': return value_integer(old.number & delta.number);
    case '|': return value_integer(old.number | delta.number);
    case '^': return value_integer(old.number ^ delta.number);
    default: return (Value){0};
    }
}

static void compare_exchange(Machine *machine, const Node *node, const Api *api, Value address, Value old,
                             uint64_t size) {
    Value expected_at = machine_operand_value(machine, node, api, OPERAND_EXPECTED);
    Value expected = machine_load(machine, expected_at, (ValueType){TYPE_SIGNED, false, false, size});
    Value same = evaluate_compare(machine, OPERATOR_EQUAL, old, expected);
    bool is_same = same.kind == VALUE_INTEGER ? same.number != 0 : machine_choose(machine, 2) == 0;
    if (is_same)
        machine_store(machine, address, size, machine_operand_value(machine, node, api, OPERAND_DELTA));
    else
        machine_store(machine, expected_at, size, old);
    machine_finish_event(machine, machine->task, OUTCOME_OK, value_integer(is_same));
}

static void atomic(Machine *machine, const Node *node, const Api *api) {
    Value address = machine_operand_value(machine, node, api, OPERAND_OBJECT);
    Value delta = machine_operand_value(machine, node, api, OPERAND_DELTA);
    uint64_t size = accessed_size(machine, node, api);
    Value old = machine_load(machine, address, (ValueType){TYPE_SIGNED, true, false, size});
    Value result = old;
    switch (api->event) {
    case EVENT_ATOMIC_STORE: machine_store(machine, address, size, delta); break;
    case EVENT_ATOMIC_EXCHANGE: machine_store(machine, address, size, delta); break;
    case EVENT_ATOMIC_UPDATE: {
        Value changed = updated(api->operation, old, delta);
        if (changed.kind == VALUE_UNKNOWN) changed = state_fresh_symbol(machine->state, machine->arena);
        machine_store(machine, address, size, changed);
        if (api->returns_new) result = changed;
        break;
    }
    case EVENT_ATOMIC_COMPARE_EXCHANGE: compare_exchange(machine, node, api, address, old, size); return;
    default: break;
    }
    machine_finish_event(machine, machine->task, OUTCOME_OK, result);
}

void memory_event(Machine *machine, const Node *node, const Api *api) {
    switch (api->event) {
    case EVENT_ALLOCATE: allocate(machine, node, api); break;
    case EVENT_COPY_MEMORY: copy(machine, node, api); break;
    case EVENT_FILL_MEMORY: fill(machine, node, api); break;
    default: atomic(machine, node, api); break;
    }
}
