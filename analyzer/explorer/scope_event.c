// SPDX-License-Identifier: MIT
// Slices for scopes: operations on objects outside the scope are ready at once and end in any way they can, and what
// the slice steps over is still a place where others may run.
#include "explorer/machine.h"
#include "link/passage.h"

static ScopeAnswer of_pointer(const Machine *machine, const Scope *scope, Value value) {
    if (value.kind != VALUE_POINTER) return SCOPE_UNSURE;
    const Object *object = state_object(machine->state, value.reference);
    int64_t offset = object->kind == OBJECT_NONE ? value.number : -1;
    if (object->variable) return scope_of_variable(scope, object->variable, offset);
    return object->function ? scope_of_made(scope, object->function, object->node, offset) : SCOPE_OUTSIDE;
}

bool machine_is_outside(Machine *machine, const Node *node, const Api *api) {
    const Scope *scope = machine->relevance ? relevance_scope(machine->relevance) : NULL;
    if (!scope) return false;
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    if (relevance_event_is_outside(machine->relevance, frame->function, frame->node)) return true;
    if (scope_of_event(scope, frame->function, frame->node) != SCOPE_UNSURE) return false;
    Value value = machine_operand_value(machine, node, api, OPERAND_OBJECT);
    if (value.kind == VALUE_SYMBOL || value.kind == VALUE_UNKNOWN) return false; // as for the whole program
    ScopeAnswer answer = of_pointer(machine, scope, value);
    if (answer == SCOPE_UNSURE) machine_cut(machine, CUT_UNKNOWN);
    return answer == SCOPE_OUTSIDE;
}

static bool receives(const Api *api) {
    return api->event == EVENT_RECEIVE || api->event == EVENT_SELECT || api->event == EVENT_SELECT_FETCH ||
           api->event == EVENT_JOIN;
}

// What comes from there is not followed.
static void take_element(Machine *machine, const Node *node, const Api *api) {
    Value target = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    if (target.kind != VALUE_POINTER || !receives(api)) return;
    Value size = machine_operand_value(machine, node, api, OPERAND_SIZE);
    uint64_t bytes = size.kind == VALUE_INTEGER && size.number > 0 ? (uint64_t)size.number : 8;
    if (api->element == ELEMENT_POINTER) bytes = 8;
    machine_forget(machine, target, bytes);
    if (bytes <= 8) machine_store(machine, target, bytes, state_guess_symbol(machine->state, machine->arena));
}

// Others may run here: of a cooperative group whoever is next.
static void let_others_run(Machine *machine, TaskId id) {
    const Task *task = state_task(machine->state, id);
    uint32_t group = task->group;
    if (!group || task->status != TASK_READY || machine->state->groups[group].current != id) return;
    if (!machine->state->groups[group].queue_count) return;
    machine->state->is_guessing = true; // who is next hangs on what is outside
    if (!machine_choose(machine, 2)) return;
    state_enqueue(machine->state, machine->arena, group, id);
    machine->state->groups[group].current = 0;
}

// A wait that cannot give up and an operation that cannot wait: as the caller means it, or in another way that it can
// end, and then it is only perhaps so.
static bool ends_well(Machine *machine, const Node *node, const Api *api) {
    bool is_try = machine_blocking(machine, node, api) != BLOCKING_FOREVER &&
                  (api->event == EVENT_LOCK || api->event == EVENT_SEND || api->event == EVENT_RECEIVE ||
                   api->event == EVENT_ACQUIRE || api->event == EVENT_JOIN || api->event == EVENT_WAIT_GROUP);
    return !is_try && machine_choose(machine, 2) == 0;
}

void outside_event(Machine *machine, const Node *node, const Api *api) {
    TaskId running = machine->task;
    const Frame *frame = task_frame(state_task(machine->state, running));
    if (machine->passage && passage_is_hindered_at(machine->passage, frame->function, frame->node)) {
        machine_frame(machine)->is_held_up = true;
        return;
    }
    // Its result matters, else it would not be executed; exact scopes have all whose results are not a matter of
    // course.
    if (!relevance_scope(machine->relevance)->is_exact && !machine->passage) machine->state->is_guessing = true;
    take_element(machine, node, api);
    if (api->event == EVENT_SELECT) {
        machine_task(machine)->fetched = OUTCOME_OK;
        machine_task(machine)->fetched_element = (Cells){0};
        machine_finish_event(machine, running, OUTCOME_OK, state_guess_symbol(machine->state, machine->arena));
    } else if (api->event == EVENT_RECEIVE && api->element == ELEMENT_RESULT) {
        machine_finish_event(machine, running, OUTCOME_OK, state_guess_symbol(machine->state, machine->arena));
    } else if (ends_well(machine, node, api)) {
        event_finish(machine, api, OUTCOME_OK);
    } else {
        machine->state->is_guessing = true;
        event_finish_outside(machine, node, api);
    }
    let_others_run(machine, running);
}

void machine_note_crossing(Machine *machine, FunctionId function, NodeId from) {
    if (!machine->relevance || !relevance_crosses(machine->relevance, function, from)) return;
    if (!machine->passage)
        machine_task(machine)->has_crossed = true;
    else if (passage_is_hindered(machine->passage, function, from))
        machine_frame(machine)->is_held_up = true;
}

bool machine_stops_behind_crossing(Machine *machine, const Node *node) {
    const Task *task = state_task(machine->state, machine->task);
    if (!task->has_crossed || machine->is_resuming || machine->passage) return false;
    bool is_event = node->kind == NODE_EVENT && event_is_stop(machine, node, program_api(machine->program, node->api));
    const Frame *frame = task_frame(task);
    const Scope *scope = relevance_scope(machine->relevance);
    bool is_access = scope_is_contested(scope, frame->function, frame->node);
    if (!is_event && !is_access) return false;
    // Which of the accesses comes first is decided outside the scope, perhaps.
    if (is_access && !scope->is_exact) machine->state->is_guessing = true;
    machine_task(machine)->has_crossed = false;
    if (task->group) {
        let_others_run(machine, machine->task);
        return machine->state->groups[task->group].current != machine->task;
    }
    if (is_event) return false; // it stops there anyhow
    machine_task(machine)->is_at_stop = true;
    return true;
}
