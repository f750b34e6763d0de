// SPDX-License-Identifier: MIT
#include "explorer/access.h"

#include "explorer/stale_watch.h"

#include <string.h>

bool access_is_asked(const Machine *machine, FunctionId function, NodeId node) {
    return machine->candidates && machine->candidates[function] && machine->candidates[function][node];
}

// What nobody else can have a pointer to.
static bool is_private(const Machine *machine, const Object *object) {
    if (object->kind != OBJECT_NONE) return true;
    if (!object->variable) return false;
    const Variable *variable = program_variable(machine->program, object->variable);
    bool is_global = variable->kind == VARIABLE_GLOBAL || variable->kind == VARIABLE_STATIC;
    return !is_global && !variable->is_address_taken;
}

// The symbol whose pointee this is, when it had a name before the step.
static uint32_t symbol_of(const Machine *machine, const AccessLog *log, ObjectId object) {
    for (SymbolId id = 1; id < log->from->symbol_count; id++)
        if (machine->state->bindings[id] == object) return ACCESS_BY_SYMBOL | id;
    return 0;
}

static void add(Machine *machine, Access access) {
    AccessLog *log = machine->log;
    if (access.object >= log->from->object_count) access.object = symbol_of(machine, log, access.object);
    if (!access.object) return;
    for (uint32_t i = log->items.count; i-- > 0;) {
        const Access *known = &log->items.items[i];
        if (known->object == access.object && known->offset == access.offset && known->size == access.size &&
            known->function == access.function && known->node == access.node && known->is_write == access.is_write)
            return;
    }
    array_push(&log->items, log->arena, access);
}

static bool is_asked_now(const Machine *machine) {
    if (!machine->log || machine->log->task != machine->task) return false;
    const Task *task = state_task(machine->state, machine->task);
    if (!task->frame_count) return false;
    return access_is_asked(machine, task_frame(task)->function, task_frame(task)->node);
}

void access_note(Machine *machine, Value address, uint64_t size, bool is_write, bool is_atomic) {
    if (machine->stale) stale_note(machine, address, size ? size : 1, is_write);
    if (!is_asked_now(machine) || address.kind != VALUE_POINTER) return;
    if (is_private(machine, state_object(machine->state, address.reference))) return;
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    if (machine->completed && machine->completed[frame->function])
        machine->completed[frame->function][frame->node] |= ENDED_WELL;
    add(machine, (Access){.object = address.reference,
                          .offset = address.number,
                          .size = size ? size : 1,
                          .function = frame->function,
                          .node = frame->node,
                          .address = is_write ? 0 : machine->loads_from,
                          .is_write = is_write,
                          .is_atomic = is_atomic});
}

void access_note_free(Machine *machine, Value address) {
    if (!is_asked_now(machine) || address.kind != VALUE_POINTER) return;
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    add(machine, (Access){.object = address.reference,
                          .size = ACCESS_TO_THE_END,
                          .function = frame->function,
                          .node = frame->node,
                          .is_write = true,
                          .is_free = true});
}

bool access_is_atomic_store(const Machine *machine) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    const Node *node = machine_node(machine, frame->function, frame->node);
    if (node->kind == NODE_ASSIGN) return node->type.is_atomic;
    if (node->kind != NODE_EVENT) return false;
    EventKind event = program_api(machine->program, node->api)->event;
    return event >= EVENT_ATOMIC_STORE && event <= EVENT_ATOMIC_COMPARE_EXCHANGE;
}

bool access_begins_section(const Machine *machine, const Task *task, const Node *node, NodeId id) {
    if (task->is_in_section || !access_is_asked(machine, task_frame(task)->function, id)) return false;
    return node->kind != NODE_EVENT || !event_is_stop(machine, node, program_api(machine->program, node->api));
}

void access_end_section(Machine *machine, TaskId id, const Node *event) {
    if (!machine->candidates) return;
    const Task *task = state_task(machine->state, id);
    if (!task->is_in_section) return;
    if (event->kind == NODE_EVENT) {
        const Api *api = program_api(machine->program, event->api);
        if (api->event != EVENT_SPAWN && !event_is_stop(machine, event, api)) return;
    }
    state_edit_task(machine->state, machine->arena, id)->is_in_section = false;
}

bool access_conflict(const Access *one, const Access *other) {
    if (one->object != other->object || !(one->is_write || other->is_write)) return false;
    if (one->is_atomic && other->is_atomic) return false;
    return one->offset < other->offset + (int64_t)other->size && other->offset < one->offset + (int64_t)one->size;
}
