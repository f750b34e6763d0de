// SPDX-License-Identifier: MIT
// Loads, stores and the objects behind addresses.
#include "explorer/access.h"
#include "explorer/constraint_store.h"
#include "explorer/machine.h"

#include <string.h>

static ObjectId add_local(Machine *machine, Frame *frame, Object object) {
    ObjectId made = state_add_object(machine->state, machine->arena, object);
    Local *longer = arena_new_array(machine->arena, Local, frame->local_count + 1);
    for (uint32_t i = 0; i < frame->local_count; i++) longer[i] = frame->locals[i];
    longer[frame->local_count++] = (Local){object.variable, made};
    frame->locals = longer;
    return made;
}

static ObjectId find_local(const Frame *frame, VariableId id) {
    for (uint32_t i = 0; i < frame->local_count; i++)
        if (frame->locals[i].variable == id) return frame->locals[i].object;
    return 0;
}

// Each task has its own, kept with the outermost call. Initial values other than zero are the first task's only.
static ObjectId thread_variable(Machine *machine, VariableId id) {
    ObjectId known = find_local(&state_task(machine->state, machine->task)->frames[0], id);
    if (known) return known;
    Frame *outermost = &machine_task(machine)->frames[0];
    Object object = {.variable = id, .function = outermost->function, .is_zeroed = true};
    object.is_external = machine_variable_escapes(machine, id);
    return add_local(machine, outermost, object);
}

ObjectId machine_variable(Machine *machine, VariableId id) {
    if (machine->global_slots[id]) {
        ObjectId slot = machine->global_slots[id];
        if (!machine->state->objects[slot]) {
            bool is_open = machine->unit_is_open && !machine_variable_is_settled(machine, id);
            bool is_external = is_open || machine_variable_escapes(machine, id);
            Object *object = arena_new(machine->arena, Object);
            *object = (Object){.stamp = machine->state->stamp, .variable = id, .is_external = is_external};
            object->is_zeroed = !program_variable(machine->program, id)->is_external;
            machine->state->objects[slot] = object;
        }
        return slot;
    }
    if (program_variable(machine->program, id)->kind == VARIABLE_THREAD) return thread_variable(machine, id);
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    ObjectId known = find_local(frame, id);
    if (known) return known;
    Object object = {.variable = id, .function = frame->function};
    object.is_external = machine_variable_escapes(machine, id);
    return add_local(machine, machine_frame(machine), object);
}

Value machine_dereference(Machine *machine, Value address) {
    if (address.kind == VALUE_POINTER) return address;
    if (address.kind == VALUE_INTEGER) {
        machine->result = STEP_EXITED; // a null pointer: the program crashes here
        return (Value){0};
    }
    if (address.kind != VALUE_SYMBOL) return (Value){0};
    ObjectId object = machine->state->bindings[address.reference];
    if (!object) {
        object = state_add_object(machine->state, machine->arena, (Object){.is_external = true});
        machine->state->bindings[address.reference] = object;
    }
    return value_pointer(object, address.number);
}

// A variable that other units or functions called from there may write.
static bool is_open_variable(const Machine *machine, const Object *object) {
    if (!object->is_external || !object->variable || object->function) return false;
    return !program_variable(machine->program, object->variable)->type_name ||
           strncmp(program_variable(machine->program, object->variable)->type_name, "const ", 6) != 0;
}

// Its integers are guesses; what is found by them is only suspected. Pointers are taken to stay.
static Value load_open(Machine *machine, Value address, ValueType type) {
    Value value = {0};
    Object *object = state_edit_object(machine->state, machine->arena, address.reference);
    bool is_known = cells_read(&object->cells, address.number, type.size, &value);
    bool is_guess = value.kind == VALUE_SYMBOL && machine->state->is_guess[value.reference];
    if (is_known && (is_guess || (value.kind != VALUE_INTEGER && value.kind != VALUE_SYMBOL))) return value;
    if (type.kind == TYPE_FLOAT || type.kind == TYPE_AGGREGATE || !type.size) return (Value){0};
    value = state_guess_symbol(machine->state, machine->arena);
    cells_write(&object->cells, machine->arena, address.number, type.size, value);
    return value;
}

Value machine_load(Machine *machine, Value address, ValueType type) {
    address = machine_dereference(machine, address);
    if (address.kind != VALUE_POINTER || machine->result != STEP_GOES_ON) return (Value){0};
    if (machine->log || machine->stale) access_note(machine, address, type.size, false, type.is_atomic);
    const Object *object = state_object(machine->state, address.reference);
    if (object->kind != OBJECT_NONE) return (Value){0}; // a field of the library's own: it changes as the library likes
    if (type.kind == TYPE_AGGREGATE) return (Value){VALUE_AGGREGATE, address.reference, address.number};
    if (is_open_variable(machine, object)) return load_open(machine, address, type);
    Value value;
    bool is_written = cells_read(&object->cells, address.number, type.size, &value);
    if (is_written && !(value.kind == VALUE_UNKNOWN && cells_are_blank(&object->cells, address.number, type.size))) {
        if (value.kind == VALUE_INTEGER && type.kind == TYPE_SIGNED && type.size < 8 && type.size) {
            uint64_t bits = type.size * 8;
            value.number = (int64_t)((uint64_t)value.number << (64 - bits)) >> (64 - bits);
        }
        return value;
    }
    if (object->is_zeroed && !is_written) return value_integer(0);
    if (type.kind == TYPE_FLOAT || !type.size) return (Value){0};
    value = state_fresh_symbol(machine->state, machine->arena);
    if (type.kind == TYPE_UNSIGNED)
        constraints_add(machine->state, machine->arena,
                        (PathConstraint){value.reference, 0, 0, OPERATOR_GREATER_EQUAL});
    Object *changed = state_edit_object(machine->state, machine->arena, address.reference);
    cells_write(&changed->cells, machine->arena, address.number, type.size, value);
    return value;
}

// What is put where other code can look is theirs to use as well, with everything behind it.
static void escape(Machine *machine, Value value) {
    if (value.kind != VALUE_POINTER || state_object(machine->state, value.reference)->is_external) return;
    Object *object = state_edit_object(machine->state, machine->arena, value.reference);
    object->is_external = true;
    Cells cells = object->cells;
    for (uint32_t i = 0; i < cells.count; i++) escape(machine, cells.items[i].value);
}

// Clears the range but for what is no number in it: pointers and handles are taken to stay.
static void clear_numbers(Machine *machine, Object *object, int64_t start, uint64_t size) {
    Cells known = object->cells;
    cells_clear(&object->cells, machine->arena, start, size);
    for (uint32_t i = 0; i < known.count; i++) {
        Cell cell = known.items[i];
        bool is_number = cell.value.kind == VALUE_INTEGER || cell.value.kind == VALUE_SYMBOL;
        bool is_hit = cell.offset < start + (int64_t)size && cell.offset + (int64_t)cell.size > start;
        if (is_hit && !is_number) cells_write(&object->cells, machine->arena, cell.offset, cell.size, cell.value);
    }
}

// Zero up to `start`, unknown from there on but for what was written.
static void end_zeroes(Machine *machine, Object *object, int64_t start) {
    Cells known = object->cells;
    object->cells = (Cells){0};
    if (start > 0) cells_write(&object->cells, machine->arena, 0, (uint64_t)start, value_integer(0));
    for (uint32_t i = 0; i < known.count; i++)
        cells_write(&object->cells, machine->arena, known.items[i].offset, known.items[i].size, known.items[i].value);
    object->is_zeroed = false;
}

enum { TO_THE_END = 1 << 29 }; // beyond any object of a program, before what lies beside it (machine.c)

void machine_forget(Machine *machine, Value address, uint64_t size) {
    if (address.kind != VALUE_POINTER) return;
    if (state_object(machine->state, address.reference)->kind != OBJECT_NONE) return;
    Object *object = state_edit_object(machine->state, machine->arena, address.reference);
    if (object->is_zeroed && !size) end_zeroes(machine, object, address.number);
    clear_numbers(machine, object, address.number, size ? size : TO_THE_END);
    if (object->is_zeroed)
        cells_write(&object->cells, machine->arena, address.number, size,
                    state_fresh_symbol(machine->state, machine->arena));
}

void machine_store(Machine *machine, Value address, uint64_t size, Value value) {
    address = machine_dereference(machine, address);
    if (address.kind == VALUE_UNKNOWN) machine->state->is_guessing = true; // it may have gone anywhere
    if (address.kind != VALUE_POINTER || machine->result != STEP_GOES_ON || !size) return;
    if (value.kind == VALUE_AGGREGATE) {
        machine_copy(machine, address, value_pointer(value.reference, value.number), size);
        return;
    }
    if (value.kind == VALUE_UNKNOWN) value = state_fresh_symbol(machine->state, machine->arena);
    if (machine->log || machine->stale) access_note(machine, address, size, true, access_is_atomic_store(machine));
    Object *object = state_edit_object(machine->state, machine->arena, address.reference);
    cells_write(&object->cells, machine->arena, address.number, size, value);
    if (object->is_external) escape(machine, value);
}

// What is not known of a zeroed object is zero: say so in the slice, which has no such default.
static Cells slice(Machine *machine, const Object *object, int64_t offset, uint64_t size) {
    Cells known = cells_slice(&object->cells, machine->arena, offset, size);
    if (!object->is_zeroed || !size) return known;
    Cells all = {0};
    cells_write(&all, machine->arena, 0, size, value_integer(0));
    for (uint32_t i = 0; i < known.count; i++)
        cells_write(&all, machine->arena, known.items[i].offset, known.items[i].size, known.items[i].value);
    return all;
}

Cells machine_read_cells(Machine *machine, Value address, uint64_t size) {
    address = machine_dereference(machine, address);
    if (address.kind != VALUE_POINTER) return (Cells){0};
    if (machine->log || machine->stale) access_note(machine, address, size, false, false);
    return slice(machine, state_object(machine->state, address.reference), address.number, size);
}

void machine_write_cells(Machine *machine, Value address, const Cells *cells, uint64_t size) {
    address = machine_dereference(machine, address);
    if (address.kind != VALUE_POINTER || machine->result != STEP_GOES_ON || !size) return;
    if (machine->log || machine->stale) access_note(machine, address, size, true, false);
    Object *object = state_edit_object(machine->state, machine->arena, address.reference);
    cells_clear(&object->cells, machine->arena, address.number, size);
    if (object->is_zeroed) cells_write(&object->cells, machine->arena, address.number, size, (Value){0});
    for (uint32_t i = 0; i < cells->count; i++)
        cells_write(&object->cells, machine->arena, address.number + cells->items[i].offset, cells->items[i].size,
                    cells->items[i].value);
    for (uint32_t i = 0; object->is_external && i < cells->count; i++) escape(machine, cells->items[i].value);
}

void machine_copy(Machine *machine, Value target, Value source, uint64_t size) {
    Cells cells = machine_read_cells(machine, source, size);
    machine_write_cells(machine, target, &cells, size);
}
