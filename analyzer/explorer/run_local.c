// SPDX-License-Identifier: MIT
// Local work: everything between two scheduling points of a task.
#include "explorer/access.h"

#include <string.h>

enum { CALL_DEPTH = 32, LOCAL_WORK = 5000, SPINS = 64 };

static NodeId relevant_from(const Machine *machine, FunctionId function, NodeId node) {
    if (!node || !machine->relevance) return node;
    return relevance_next(machine->relevance, function, node);
}

void machine_advance(Machine *machine, NodeId next) {
    Frame *frame = machine_frame(machine);
    machine_note_crossing(machine, frame->function, next);
    frame->node = relevant_from(machine, frame->function, next);
    machine_task(machine)->is_at_stop = false;
}

void machine_enter(Machine *machine, FunctionId id, const Value *arguments, uint32_t count, VariableId result) {
    const Function *function = program_function(machine->program, id);
    Task *task = machine_task(machine);
    if (task->frame_count >= CALL_DEPTH) {
        machine_cut(machine, CUT_DEPTH);
        return;
    }
    Frame *frames = arena_new_array(machine->arena, Frame, task->frame_count + 2);
    if (task->frame_count) memcpy(frames, task->frames, task->frame_count * sizeof(Frame));
    NodeId call = machine->call;
    machine->call = 0;
    frames[task->frame_count++] = (Frame){.function = id, .result = result, .call = call};
    task->frames = frames;
    task_frame(task)->node = relevant_from(machine, id, function->entry);
    machine_note_crossing(machine, id, function->entry);
    for (uint32_t i = 0; i < function->parameter_count && i < count; i++) {
        if (arguments[i].kind == VALUE_UNKNOWN) continue;
        ObjectId parameter = machine_variable(machine, function->parameters[i]);
        uint64_t size = program_variable(machine->program, function->parameters[i])->size;
        machine_store(machine, value_pointer(parameter, 0), size ? size : 8, arguments[i]);
    }
}

static void count_down_bundle(Machine *machine, ObjectId bundle) {
    if (!bundle) return;
    if (--state_edit_object(machine->state, machine->arena, bundle)->count <= 0)
        counter_release_waiters(machine, bundle);
}

static bool holds(const Object *lock, TaskId task) {
    if (!lock || lock->is_external || (lock->kind != OBJECT_MUTEX && lock->kind != OBJECT_READ_WRITE_LOCK))
        return false;
    if (lock->owner == task) return true;
    for (uint32_t i = 0; lock->readers && i < lock->depth; i++)
        if (lock->readers[i] == task) return true;
    return false;
}

static void note_held_locks(Machine *machine, TaskId task) {
    TaskId running = machine->task;
    machine->task = task;
    for (ObjectId id = 1; id < machine->state->object_count; id++)
        if (holds(state_object(machine->state, id), task))
            machine_violation(machine, VIOLATION_END_WHILE_HOLDING, id, 0);
    machine->task = running;
}

// What a join of the task gets; kept with its handle.
void machine_set_result(Machine *machine, TaskId id, Value value) {
    ObjectId handle = state_task(machine->state, id)->object;
    if (!handle || value.kind == VALUE_UNKNOWN || value.kind == VALUE_AGGREGATE) return;
    Object *object = state_edit_object(machine->state, machine->arena, handle);
    cells_write(&object->cells, machine->arena, 0, 8, value);
}

void machine_end_task(Machine *machine, TaskId id) {
    machine_trace(machine, (TraceStep){.kind = TRACE_END, .task = id});
    note_held_locks(machine, id);
    Task *task = state_edit_task(machine->state, machine->arena, id);
    task->status = TASK_ENDED;
    task->frame_count = 0;
    task->case_count = 0;
    task->is_at_stop = task->is_timed = task->is_external_wait = false;
    if (task->group && machine->state->groups[task->group].current == id)
        machine->state->groups[task->group].current = 0;
    count_down_bundle(machine, task->bundle);
}

static void leave(Machine *machine, Value value) {
    Task *task = machine_task(machine);
    VariableId result = task_frame(task)->result;
    task->frame_count--;
    if (!task->frame_count) {
        machine_set_result(machine, machine->task, value);
        machine_end_task(machine, machine->task);
        return;
    }
    if (result) {
        const Variable *variable = program_variable(machine->program, result);
        machine_store(machine, value_pointer(machine_variable(machine, result), 0), variable->size ? variable->size : 8,
                      value);
    }
}

void machine_finish_event(Machine *machine, TaskId id, OutcomeKind outcome, Value value) {
    TaskId running = machine->task;
    machine->task = id;
    const Frame *frame = task_frame(state_task(machine->state, id));
    const Node *node = machine_node(machine, frame->function, frame->node);
    machine_completed(machine, frame->function, frame->node, outcome);
    if (node->result) {
        const Variable *variable = program_variable(machine->program, node->result);
        machine_store(machine, value_pointer(machine_variable(machine, node->result), 0),
                      variable->size ? variable->size : 8, value);
    }
    machine_advance(machine, node->next);
    machine->task = running;
    access_end_section(machine, id, node);
}

static FunctionId callee_of(Machine *machine, const Node *node) {
    Value callee = evaluate(machine, node->callee);
    if (callee.kind == VALUE_FUNCTION) return callee.reference;
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    FunctionSet set = points_to_callees(machine->points_to, frame->function, frame->node);
    if (!set.count || set.has_unknown) return 0;
    return set.items[machine_choose(machine, set.count)];
}

enum { FIRST_TASK = 1 };

// As sizes and counts come: before the first task is started, by the first one.
static bool is_input(const Machine *machine, const Node *node) {
    if (!node->result || machine->state->task_count != FIRST_TASK + 1) return false;
    ValueType type = program_variable(machine->program, node->result)->type;
    return (type.kind == TYPE_SIGNED || type.kind == TYPE_UNSIGNED) && type.size >= 4;
}

Value machine_outside_value(Machine *machine, const Node *node) {
    if (!is_input(machine, node)) return (Value){0};
    machine->has_input = true;
    return machine->input ? value_integer(*machine->input) : (Value){0};
}

static void call_unknown(Machine *machine, const Node *node) {
    for (uint32_t i = 0; i < node->argument_count; i++)
        machine_forget(machine, evaluate(machine, node->arguments[i]), 0);
    machine_finish_event(machine, machine->task, OUTCOME_CANCELED, machine_outside_value(machine, node));
}

static void call(Machine *machine, const Node *node) {
    FunctionId callee = callee_of(machine, node);
    if (!callee || !program_function(machine->program, callee)->is_defined) {
        if (callee && program_function(machine->program, callee)->is_noreturn) machine->result = STEP_EXITED;
        call_unknown(machine, node);
        return;
    }
    Value *arguments = arena_new_array(machine->arena, Value, node->argument_count + 1);
    for (uint32_t i = 0; i < node->argument_count; i++) arguments[i] = evaluate(machine, node->arguments[i]);
    NodeId here = machine_frame(machine)->node;
    machine_advance(machine, node->next);
    machine->call = here;
    machine_enter(machine, callee, arguments, node->argument_count, node->result);
}

static void branch(Machine *machine, const Node *node) {
    uint32_t before = machine->choice_at;
    bool is_true = evaluate_truth(machine, evaluate(machine, node->value));
    if (machine->choice_at > before) {
        const Frame *frame = task_frame(state_task(machine->state, machine->task));
        machine_trace(machine, (TraceStep){.kind = TRACE_BRANCH,
                                           .task = machine->task,
                                           .function = frame->function,
                                           .node = frame->node,
                                           .is_true = is_true});
    }
    machine_advance(machine, is_true ? node->next : node->otherwise);
}

static void switch_to_case(Machine *machine, const Node *node) {
    Value value = evaluate(machine, node->value);
    for (uint32_t i = 0; i < node->case_count; i++) {
        const SwitchCase *at = &node->cases[i];
        Value above = evaluate_compare(machine, OPERATOR_GREATER_EQUAL, value, value_integer(at->low));
        if (at->low == at->high) above = evaluate_compare(machine, OPERATOR_EQUAL, value, value_integer(at->low));
        bool holds = above.kind == VALUE_INTEGER ? above.number != 0 : machine_choose(machine, 2) == 0;
        if (holds && at->low != at->high)
            holds =
                evaluate_truth(machine, evaluate_compare(machine, OPERATOR_LESS_EQUAL, value, value_integer(at->high)));
        if (!holds) continue;
        machine_advance(machine, at->next);
        return;
    }
    machine_advance(machine, node->otherwise);
}

static Value stored_value(Machine *machine, const Node *node) {
    Value value = evaluate(machine, node->value);
    if (value.kind == VALUE_INTEGER && node->type.size && node->type.size < 8 && node->type.kind == TYPE_UNSIGNED)
        value.number &= (INT64_C(1) << (node->type.size * 8)) - 1;
    return value;
}

static void zero(Machine *machine, const Node *node) {
    Value target = machine_dereference(machine, evaluate(machine, node->target));
    if (target.kind != VALUE_POINTER || !node->size) return;
    access_note(machine, target, node->size, true, false);
    Object *object = state_edit_object(machine->state, machine->arena, target.reference);
    cells_clear(&object->cells, machine->arena, target.number, node->size);
    cells_write(&object->cells, machine->arena, target.number, node->size, value_integer(0));
}

static void execute_plain(Machine *machine, const Node *node) {
    switch (node->kind) {
    case NODE_ASSIGN: {
        Value target = evaluate(machine, node->target);
        machine_store(machine, target, node->type.size, stored_value(machine, node));
        break;
    }
    case NODE_COPY:
        machine_copy(machine, evaluate(machine, node->target), evaluate(machine, node->value), node->size);
        break;
    case NODE_ZERO: zero(machine, node); break;
    default: break;
    }
    machine_advance(machine, node->next);
}

static void execute_event(Machine *machine, const Node *node) {
    const Api *api = program_api(machine->program, node->api);
    if (machine_is_outside(machine, node, api)) { // nobody waits there, but others may run
        if (!machine->passage) machine_task(machine)->has_crossed = true;
        outside_event(machine, node, api);
        return;
    }
    if (machine->result == STEP_GOES_ON && event_is_stop(machine, node, api)) {
        machine_task(machine)->is_at_stop = true;
        if (api->event == EVENT_SLEEP) sleep_begin(machine, node, api);
        return;
    }
    event_execute(machine, node, api);
}

static void execute(Machine *machine, const Node *node) {
    switch (node->kind) {
    case NODE_CALL: call(machine, node); break;
    case NODE_EVENT: execute_event(machine, node); break;
    case NODE_BRANCH: branch(machine, node); break;
    case NODE_SWITCH: switch_to_case(machine, node); break;
    case NODE_RETURN: leave(machine, node->value ? evaluate(machine, node->value) : (Value){0}); break;
    case NODE_SKIPPED:
        execute_plain(machine, node);
        if (!node->next) machine_cut(machine, CUT_UNKNOWN); // a jump to nobody knows where
        break;
    default: execute_plain(machine, node);
    }
}

// Reading or writing an atomic object with a plain operator is a scheduling point too.
static bool is_plain_stop(const Machine *machine, const Node *node) {
    if (!machine->reads_atomic || node->kind == NODE_EVENT) return false;
    for (uint32_t i = 0; node->kind == NODE_CALL && i < node->argument_count; i++)
        if (machine->reads_atomic[node->arguments[i]]) return true;
    if (node->kind == NODE_CALL) return false;
    if (node->kind == NODE_ASSIGN && (node->type.is_atomic || node->type.is_volatile)) return true;
    return (node->value && machine->reads_atomic[node->value]) || (node->target && machine->reads_atomic[node->target]);
}

static bool may_run(const Machine *machine) {
    const Task *task = state_task(machine->state, machine->task);
    bool is_ready = task->status == TASK_READY && !task->is_at_stop && !task_is_held_up(task);
    if (machine->result != STEP_GOES_ON || !is_ready) return false;
    return !task->group || machine->state->groups[task->group].current == machine->task;
}

void machine_run_local(Machine *machine) {
    uint32_t spins = 0, executed = 0;
    while (may_run(machine)) {
        const Frame *frame = task_frame(state_task(machine->state, machine->task));
        if (!frame->node) {
            leave(machine, (Value){0});
            continue;
        }
        const Node *node = machine_node(machine, frame->function, frame->node);
        // After many turns without a scheduling point it is a busy loop: let the others run before it goes on.
        bool is_busy = node->is_loop_head && ++spins > SPINS;
        bool is_sync = is_plain_stop(machine, node);
        bool begins = access_begins_section(machine, state_task(machine->state, machine->task), node, frame->node);
        if (!machine->is_resuming && (is_busy || is_sync || begins)) {
            machine_task(machine)->is_at_stop = true;
            return;
        }
        if (machine_stops_behind_crossing(machine, node)) return;
        machine->is_resuming = false;
        machine->work++;
        bool is_counted = !program_function(machine->program, frame->function)->is_initialiser;
        if (is_counted && ++executed > LOCAL_WORK) machine_cut(machine, CUT_WORK);
        TaskId running = machine->task;
        execute(machine, node);
        if (is_sync) access_end_section(machine, running, node);
    }
}
