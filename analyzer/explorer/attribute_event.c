// SPDX-License-Identifier: MIT
// Calls that set a property: of an attribute object, which an initialisation reads later, or of the calling task.
#include "explorer/machine.h"

// Properties lie beside the memory of the attribute object, so that nothing depends on the library's layout.
static int64_t place_of(Value attribute, Property property) {
    return (INT64_C(3) << 29) + 16 * attribute.number + (int64_t)property;
}

Value attribute_read(Machine *machine, Value attribute, Property property) {
    attribute = machine_dereference(machine, attribute);
    Value value = {0};
    if (attribute.kind != VALUE_POINTER) return value;
    cells_read(&state_object(machine->state, attribute.reference)->cells, place_of(attribute, property), 1, &value);
    return value;
}

static void write(Machine *machine, Value attribute, Property property, Value value) {
    attribute = machine_dereference(machine, attribute);
    if (attribute.kind != VALUE_POINTER) return;
    Object *object = state_edit_object(machine->state, machine->arena, attribute.reference);
    cells_write(&object->cells, machine->arena, place_of(attribute, property), 1, value);
}

static void set_of_object(Machine *machine, Value attribute, const Api *api, Value value) {
    if (api->property == PROPERTY_ALL) {
        for (Property each = PROPERTY_KIND; each <= PROPERTY_DETACHED; each++)
            write(machine, attribute, each, value_integer(0));
        return;
    }
    bool is_flag = api->property != PROPERTY_KIND && value.kind == VALUE_INTEGER;
    write(machine, attribute, api->property, is_flag ? value_integer(value.number == api->property_value) : value);
}

static bool *flag_of(Task *task, Property property) {
    switch (property) {
    case PROPERTY_CANCEL_DISABLED: return &task->cancel_is_disabled;
    case PROPERTY_CANCEL_ASYNCHRONOUS: return &task->cancel_is_asynchronous;
    case PROPERTY_CANCEL_INLINE: return &task->cancel_is_inline;
    default: return NULL;
    }
}

static void set_of_task(Machine *machine, const Node *node, const Api *api, Value value) {
    Task *task = machine_task(machine);
    if (api->property == PROPERTY_CLEANUP) task->has_cleanup += value.kind == VALUE_INTEGER ? (int)value.number : 0;
    bool *flag = flag_of(task, api->property);
    if (!flag) return;
    Value old = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    int64_t was = *flag ? api->property_value : api->property_default;
    if (value.kind == VALUE_INTEGER)
        *flag = value.number == api->property_value;
    else
        machine->state->is_guessing = true;
    if (old.kind != VALUE_INTEGER) machine_store(machine, old, 4, value_integer(was));
}

void attribute_event(Machine *machine, const Node *node, const Api *api) {
    Value value = machine_operand_value(machine, node, api, OPERAND_ATTRIBUTE);
    if (api_operand(api, OPERAND_OBJECT).source == SOURCE_NONE)
        set_of_task(machine, node, api, value);
    else
        set_of_object(machine, machine_operand_value(machine, node, api, OPERAND_OBJECT), api, value);
    if (machine->result == STEP_GOES_ON) event_finish(machine, api, OUTCOME_OK);
}
