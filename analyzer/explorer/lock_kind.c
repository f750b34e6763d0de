// SPDX-License-Identifier: MIT
// What kind of lock an object is: from the attribute it was initialised with, from what a static initialiser put into
// its memory, or else from the calls that take it.
#include "explorer/lock.h"

static void apply_kind(Object *lock, const LockKinds *kinds, Value kind) {
    bool is_known = kind.kind == VALUE_INTEGER && kind.number >= 0;
    if (kinds->recursion_count) {
        lock->recursion_is_guess = !is_known || kind.number >= kinds->recursion_count;
        lock->recursion = lock->recursion_is_guess ? RECURSION_COUNTS : kinds->recursions[kind.number];
    }
    if (kinds->order_count) {
        lock->order_is_guess = !is_known || kind.number >= kinds->order_count;
        if (!lock->order_is_guess) lock->order = kinds->orders[kind.number];
    }
}

// What was written into the lock's own memory; nothing when that is not known.
static Value kind_in_place(Machine *machine, const Node *node, const Api *api) {
    Value address = machine_dereference(machine, machine_operand_value(machine, node, api, OPERAND_OBJECT));
    if (address.kind != VALUE_POINTER) return (Value){0};
    const Object *memory = state_object(machine->state, address.reference);
    Value kind = {0};
    bool is_written = cells_read(&memory->cells, address.number + api->lock_kinds.place, 4, &kind);
    return !is_written && memory->is_zeroed ? value_integer(0) : kind;
}

void lock_learn_kind(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    Object *lock = state_edit_object(machine->state, machine->arena, id);
    if (lock->has_kind) return;
    lock->has_kind = true;
    if (lock->order == LOCK_READERS_FIRST && !lock->order_is_guess) lock->order = api->lock_order;
    if (lock->api) return; // who made it said the rest
    lock->api = node->api;
    lock->recursion = api->recursion;
    if (!api->lock_kinds.has_place || lock->is_external) return;
    Value kind = kind_in_place(machine, node, api);
    if (kind.kind == VALUE_INTEGER && kind.number) apply_kind(lock, &api->lock_kinds, kind);
}

void lock_set_kind(Machine *machine, const Node *node, const Api *api, ObjectId id) {
    Object *lock = state_edit_object(machine->state, machine->arena, id);
    lock->recursion = api->recursion;
    lock->order = api->lock_order;
    lock->recursion_is_guess = lock->order_is_guess = lock->is_robust = false;
    Operand operand = api_operand(api, OPERAND_ATTRIBUTE);
    lock->has_kind = operand.source != SOURCE_NONE;
    if (operand.source == SOURCE_NONE) return;
    Value kind = machine_operand_value(machine, node, api, OPERAND_ATTRIBUTE);
    if (operand.source == SOURCE_POINTEE && kind.kind != VALUE_INTEGER) { // no null pointer: the kind lies behind it
        Value attribute = kind;
        kind = attribute_read(machine, attribute, PROPERTY_KIND);
        Value robust = attribute_read(machine, attribute, PROPERTY_ROBUST);
        lock->is_robust = robust.kind != VALUE_INTEGER || robust.number != 0;
    }
    apply_kind(lock, &api->lock_kinds, kind);
}
