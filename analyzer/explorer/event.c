// SPDX-License-Identifier: MIT
// Which events are scheduling points, and who performs them.
#include "explorer/access.h"

// Where trying is a deadline that has passed, the model says only what a timeout returns.
static OutcomeKind told_as(const Api *api, OutcomeKind outcome) {
    bool is_try = outcome == OUTCOME_WOULD_BLOCK || outcome == OUTCOME_BUSY;
    return is_try && !api->outcomes[outcome].is_possible ? OUTCOME_TIMED_OUT : outcome;
}

Value event_outcome_value(const Api *api, OutcomeKind outcome) {
    outcome = told_as(api, outcome);
    if (api->outcomes[outcome].has_value) return value_integer(api->outcomes[outcome].value);
    return (Value){0};
}

void event_finish(Machine *machine, const Api *api, OutcomeKind outcome) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    machine_trace(machine, (TraceStep){.kind = TRACE_EVENT,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .outcome = outcome});
    Value value = event_outcome_value(api, outcome);
    if (api->event == EVENT_HARMLESS && value.kind == VALUE_UNKNOWN)
        value = machine_outside_value(machine, machine_node(machine, frame->function, frame->node));
    machine_finish_event(machine, machine->task, outcome, value);
}

void event_finish_outside(Machine *machine, const Node *node, const Api *api) {
    OutcomeKind possible[OUTCOME_KIND_COUNT] = {OUTCOME_OK};
    uint32_t count = 1;
    Blocking blocking = machine_blocking(machine, node, api);
    for (OutcomeKind kind = OUTCOME_CLOSED; kind < OUTCOME_KIND_COUNT; kind++) {
        if (!api->outcomes[kind].is_possible || kind == OUTCOME_CANCELED || kind == OUTCOME_REFUSED) continue;
        bool is_told_as_timeout = blocking == BLOCKING_NEVER &&
                                  told_as(api, OUTCOME_WOULD_BLOCK) == OUTCOME_TIMED_OUT &&
                                  told_as(api, OUTCOME_BUSY) == OUTCOME_TIMED_OUT;
        if (kind == OUTCOME_TIMED_OUT && blocking != BLOCKING_TIMED && !is_told_as_timeout) continue;
        if ((kind == OUTCOME_WOULD_BLOCK || kind == OUTCOME_BUSY) && blocking != BLOCKING_NEVER) continue;
        possible[count++] = kind;
    }
    event_finish(machine, api, possible[machine_choose(machine, count)]);
}

// A lock or counter that is destroyed must not be in use: others may come between.
static bool frees_in_use(const Api *api) {
    return !api->drops_reference && api->object != OBJECT_NONE && api->object != OBJECT_TASK;
}

bool event_is_stop(const Machine *machine, const Node *node, const Api *api) {
    (void)machine, (void)node;
    switch (api->event) {
    case EVENT_HARMLESS:
    case EVENT_SPAWN:
    case EVENT_DETACH:
    case EVENT_MAKE:
    case EVENT_INIT:
    case EVENT_SELECT_FETCH:
    case EVENT_ATTRIBUTE:
    case EVENT_ALLOCATE:
    case EVENT_FREE_MEMORY:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY:
    case EVENT_FENCE:
    case EVENT_TASK_EXIT:
    case EVENT_PROCESS_EXIT: return false;
    case EVENT_FREE: return frees_in_use(api);
    case EVENT_QUERY: return api->object == OBJECT_SEMAPHORE;
    default: return true;
    }
}

void event_forget_filled(Machine *machine, const Node *node, const Api *api) {
    Value size = machine_operand_value(machine, node, api, OPERAND_SIZE);
    uint64_t bytes = size.kind == VALUE_INTEGER && size.number > 0 ? (uint64_t)size.number : 0;
    Value filled = machine_operand_value(machine, node, api, OPERAND_ELEMENT);
    access_note(machine, filled, bytes, true, false);
    machine_forget(machine, filled, bytes);
}

// "Which task did I start last?" (neco_lastid); other questions have unknown answers.
static void answer_query(Machine *machine, const Node *node, const Api *api) {
    bool asks_for_task = api->object == OBJECT_TASK && api_operand(api, OPERAND_OBJECT).source == SOURCE_RESULT;
    ObjectId last = state_task(machine->state, machine->task)->last_spawned;
    if (asks_for_task && last) {
        machine_finish_event(machine, machine->task, OUTCOME_OK, value_pointer(last, 0));
        return;
    }
    if (api->object == OBJECT_SEMAPHORE) {
        counter_event(machine, node, api);
        return;
    }
    if (api->event == EVENT_FREE_MEMORY)
        access_note_free(machine, machine_operand_value(machine, node, api, OPERAND_OBJECT));
    event_forget_filled(machine, node, api);
    event_finish(machine, api, OUTCOME_OK);
}

// Operands that the event itself has no use for are read all the same.
static void read_operands(Machine *machine, const Node *node) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    if (!access_is_asked(machine, frame->function, frame->node)) return;
    for (uint32_t i = 0; i < node->argument_count; i++) evaluate(machine, node->arguments[i]);
}

void event_execute(Machine *machine, const Node *node, const Api *api) {
    read_operands(machine, node);
    if (cancel_takes_effect(machine, api)) return;
    if (machine_is_outside(machine, node, api)) {
        outside_event(machine, node, api);
        return;
    }
    if (machine->result != STEP_GOES_ON) return;
    switch (api->event) {
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_CLOSE:
    case EVENT_QUERY_CLOSED: channel_event(machine, node, api); break;
    case EVENT_SELECT:
    case EVENT_SELECT_FETCH: select_event(machine, node, api); break;
    case EVENT_MAKE:
    case EVENT_INIT: make_event(machine, node, api); break;
    case EVENT_LOCK:
    case EVENT_UNLOCK: lock_event(machine, node, api); break;
    case EVENT_ACQUIRE:
    case EVENT_RELEASE:
    case EVENT_ADD:
    case EVENT_DONE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER: counter_event(machine, node, api); break;
    case EVENT_WAIT:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST: condition_event(machine, node, api); break;
    case EVENT_SPAWN:
    case EVENT_JOIN:
    case EVENT_DETACH:
    case EVENT_CANCEL:
    case EVENT_ONCE:
    case EVENT_SLEEP:
    case EVENT_YIELD:
    case EVENT_IO:
    case EVENT_SUSPEND:
    case EVENT_RESUME:
    case EVENT_TASK_EXIT:
    case EVENT_PROCESS_EXIT: task_event(machine, node, api); break;
    case EVENT_ALLOCATE:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY:
    case EVENT_ATOMIC_LOAD:
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE: memory_event(machine, node, api); break;
    case EVENT_ATTRIBUTE: attribute_event(machine, node, api); break;
    case EVENT_FREE: free_event(machine, node, api); break;
    default: answer_query(machine, node, api); break;
    }
}
