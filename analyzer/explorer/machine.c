// SPDX-License-Identifier: MIT
#include "explorer/machine.h"

void machine_cut(Machine *machine, CutReason reason) {
    machine->result = STEP_CUT;
    machine->cut = reason;
}

// xorshift64 (Marsaglia 2003): equal runs draw alike.
static uint8_t draw(Machine *machine, uint32_t count) {
    machine->dice ^= machine->dice << 13;
    machine->dice ^= machine->dice >> 7;
    machine->dice ^= machine->dice << 17;
    return (uint8_t)((machine->dice >> 32) % count);
}

uint32_t machine_choose(Machine *machine, uint32_t count) {
    if (count <= 1) return 0;
    if (machine->choice_at == MACHINE_CHOICES || count > UINT8_MAX) {
        machine_cut(machine, CUT_CHOICES);
        return 0;
    }
    if (machine->choice_at == machine->choice_count) {
        machine->choices[machine->choice_count] = machine->dice ? draw(machine, count) : 0;
        machine->options[machine->choice_count++] = (uint8_t)count;
    }
    return machine->choices[machine->choice_at++];
}

const Node *machine_node(const Machine *machine, FunctionId function, NodeId node) {
    return &program_function(machine->program, function)->nodes[node];
}

void machine_trace(Machine *machine, TraceStep step) {
    if (!machine->trace) return;
    const Task *task = state_task(machine->state, step.task);
    step.depth = task->frame_count ? task->frame_count - 1 : 0;
    array_push(&machine->trace->steps, machine->trace->arena, step);
}

void machine_completed(Machine *machine, FunctionId function, NodeId node, OutcomeKind outcome) {
    if (!machine->completed) return;
    if (!machine->completed[function]) return;
    uint8_t how = outcome == OUTCOME_OK ? ENDED_WELL : outcome == OUTCOME_CLOSED ? ENDED_BY_CLOSE : ENDED_WITH_NOTHING;
    machine->completed[function][node] |= how;
}

bool machine_is_asked(const Machine *machine, TaskId id) {
    const Frame *frame = task_frame(state_task(machine->state, id));
    return machine_node(machine, frame->function, frame->node)->result != 0;
}

void machine_violation(Machine *machine, ViolationKind kind, ObjectId object, TaskId other) {
    const Task *task = state_task(machine->state, machine->task);
    const Frame *frame = task->frame_count ? task_frame(task) : NULL;
    Violation violation = {.kind = kind, .task = machine->task, .object = object, .other = other};
    violation.is_guess = machine->state->is_guessing;
    violation.function = frame ? frame->function : task->entry;
    if (frame) violation.node = frame->node;
    array_push(&machine->violations, machine->arena, violation);
}

Value machine_operand_value(Machine *machine, const Node *node, const Api *api, OperandRole role) {
    Operand operand = api_operand(api, role);
    switch (operand.source) {
    case SOURCE_CONSTANT: return value_integer(operand.constant);
    case SOURCE_ARGUMENT:
    case SOURCE_POINTEE:
    case SOURCE_VARIADIC:
        if (operand.index >= node->argument_count) return (Value){0};
        return evaluate(machine, node->arguments[operand.index]);
    default: return (Value){0};
    }
}

Value machine_task_handle(Machine *machine, const Node *node, const Api *api) {
    Value handle = machine_operand_value(machine, node, api, OPERAND_OBJECT);
    bool is_behind = api->object == OBJECT_TASK && api_operand(api, OPERAND_OBJECT).source == SOURCE_POINTEE;
    return is_behind ? machine_load(machine, handle, (ValueType){.kind = TYPE_POINTER, .size = 8}) : handle;
}

Blocking machine_blocking(Machine *machine, const Node *node, const Api *api) {
    if (api->blocking != BLOCKING_TIMED) return api->blocking;
    bool is_constant = api_operand(api, OPERAND_TIMEOUT).source == SOURCE_CONSTANT;
    if (!is_constant && !event_timeout_is_telling(machine->program, node)) return BLOCKING_TIMED;
    Value timeout = machine_operand_value(machine, node, api, OPERAND_TIMEOUT);
    if (timeout.kind != VALUE_INTEGER) return BLOCKING_TIMED;
    if (api->has_forever && event_timeout_is(machine->program, node, timeout.number, api->forever_value))
        return BLOCKING_FOREVER;
    if (api->has_try && timeout.number == api->try_value) return BLOCKING_NEVER;
    return BLOCKING_TIMED;
}

// A lock, condition or semaphore lies in the program's memory: its object is remembered in a cell that
// lies beside the memory proper, so that the program's own fields there stay as they are.
enum { IN_PLACE = 1 << 30 };

int64_t machine_cell_place(const Cell *cell) {
    return cell->offset >= IN_PLACE ? cell->offset - IN_PLACE : cell->offset;
}

static const char *member_name(const Machine *machine, ExprId address) {
    const Expr *expr = program_expr(machine->program, address);
    while (address && expr->kind == EXPR_CONVERT) expr = program_expr(machine->program, expr->left);
    return address && expr->kind == EXPR_FIELD ? expr->name : NULL;
}

static ObjectId object_in_place(Machine *machine, Value address, ExprId operand, ObjectKind kind) {
    Object *memory = state_edit_object(machine->state, machine->arena, address.reference);
    Value value;
    if (cells_read(&memory->cells, address.number + IN_PLACE, 1, &value) && value.kind == VALUE_POINTER &&
        state_object(machine->state, value.reference)->kind != OBJECT_NONE)
        return value.reference;
    Object object = {.kind = kind, .is_external = memory->is_external};
    object.variable = memory->variable;
    object.function = memory->function;
    object.node = memory->node;
    object.member = member_name(machine, operand);
    object.count_is_unknown = object.is_external;
    ObjectId made = state_add_object(machine->state, machine->arena, object);
    memory = state_edit_object(machine->state, machine->arena, address.reference);
    cells_write(&memory->cells, machine->arena, address.number + IN_PLACE, 1, value_pointer(made, 0));
    return made;
}

ObjectId machine_operand_object(Machine *machine, const Node *node, const Api *api, OperandRole role, ObjectKind kind) {
    Value value = machine_operand_value(machine, node, api, role);
    bool is_behind = role == OPERAND_MUTEX && api_operand(api, role).source == SOURCE_POINTEE;
    if (is_behind) value = machine_load(machine, value, (ValueType){.kind = TYPE_POINTER, .size = 8}); // Rendez.l
    if (value.kind == VALUE_SYMBOL) value = machine_dereference(machine, value);
    if (value.kind != VALUE_POINTER || machine->result != STEP_GOES_ON) return 0;
    if (state_object(machine->state, value.reference)->kind != OBJECT_NONE) return value.reference;
    return object_in_place(machine, value, event_operand(machine->program, node, role), kind);
}
