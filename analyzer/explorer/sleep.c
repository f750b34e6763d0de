// SPDX-License-Identifier: MIT
// Sleeps of known length. Nothing in the language orders a task that sleeps for one millisecond before one that began
// to sleep for two a little later, so both orders are explored; but what needs the long sleep to end first is only
// suspected: programs rely on such distances, rightly or not, and a report about it is not believed.
#include "explorer/machine.h"

static bool is_fixed(const Program *program, ExprId id) {
    if (!id) return true;
    const Expr *expr = program_expr(program, id);
    return expr->kind != EXPR_LOAD && expr->kind != EXPR_OPAQUE && is_fixed(program, expr->left) &&
           is_fixed(program, expr->right);
}

static int64_t length_of(Machine *machine, const Node *node, const Api *api) {
    Operand operand = api_operand(api, OPERAND_TIMEOUT);
    if (operand.source != SOURCE_ARGUMENT || operand.index >= node->argument_count) return 0;
    if (!is_fixed(machine->program, node->arguments[operand.index])) return 0;
    Value value = evaluate(machine, node->arguments[operand.index]);
    return value.kind == VALUE_INTEGER && value.number > 0 ? value.number : 0;
}

static bool is_asleep(const Task *task) {
    return task->sleeps && task->status != TASK_ENDED && (task->status == TASK_PARKED || task->is_at_stop);
}

void sleep_begin(Machine *machine, const Node *node, const Api *api) {
    int64_t length = length_of(machine, node, api);
    uint32_t rank = 1;
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *other = state_task(machine->state, id);
        if (id != machine->task && is_asleep(other) && other->sleep_rank >= rank) rank = other->sleep_rank + 1;
    }
    Task *task = machine_task(machine);
    task->sleeps = length;
    task->sleep_rank = rank;
}

static const char *clock_of(const Machine *machine, const Task *task) {
    const Frame *frame = task_frame(task);
    const Node *node = machine_node(machine, frame->function, frame->node);
    return program_api(machine->program, node->api)->function;
}

void sleep_end(Machine *machine, TaskId id) {
    const Task *task = state_task(machine->state, id);
    if (!is_asleep(task)) return;
    for (TaskId at = 1; at < machine->state->task_count; at++) {
        const Task *other = state_task(machine->state, at);
        bool began_before = at != id && is_asleep(other) && other->sleep_rank < task->sleep_rank;
        if (began_before && other->sleeps < task->sleeps && clock_of(machine, other) == clock_of(machine, task))
            machine->state->is_guessing = true;
    }
    state_edit_task(machine->state, machine->arena, id)->sleeps = 0;
}
