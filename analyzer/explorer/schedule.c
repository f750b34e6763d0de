// SPDX-License-Identifier: MIT
// Who runs: preemptive tasks whenever they can; of a cooperative group one at a time, the next one
// taken from its queue when the current one parks, yields or ends.
#include "explorer/access.h"
#include "explorer/stale_watch.h"

uint8_t *machine_find_atomic_reads(Arena *arena, const Program *program) {
    uint8_t *reads = arena_new_array(arena, uint8_t, program->exprs.count + 1);
    for (ExprId id = 1; id < program->exprs.count; id++) {
        const Expr *expr = program_expr(program, id);
        bool is_shared = expr->kind == EXPR_LOAD && (expr->type.is_atomic || expr->type.is_volatile);
        reads[id] = is_shared || (expr->left && reads[expr->left]) || (expr->right && reads[expr->right]);
    }
    return reads;
}

void machine_park(Machine *machine, const Api *api, WaitCase *cases, uint32_t case_count) {
    Task *task = machine_task(machine);
    const Frame *frame = task_frame(task);
    uint32_t rank = 0;
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *other = state_task(machine->state, id);
        if (other->status == TASK_PARKED && other->rank >= rank) rank = other->rank + 1;
    }
    task->status = TASK_PARKED;
    task->is_at_stop = false;
    task->rank = rank;
    task->cases = cases;
    task->case_count = case_count;
    task->is_timed =
        machine_blocking(machine, machine_node(machine, frame->function, frame->node), api) == BLOCKING_TIMED;
    // Other code may unlock, post or signal at any time. Races are looked for in what this code does with its locks.
    for (uint32_t i = 0; i < case_count && !(machine->candidates && api->event == EVENT_LOCK); i++)
        task->is_external_wait |= cases[i].object && state_object(machine->state, cases[i].object)->is_external;
    bool holds_up_others = api->blocks_proc && !task->is_external_wait;
    if (task->group && !holds_up_others) machine->state->groups[task->group].current = 0;
    machine_trace(machine, (TraceStep){.kind = TRACE_PARK,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = case_count ? cases[0].object : 0});
}

void machine_park_on(Machine *machine, const Api *api, ObjectId object) {
    WaitCase *wait = arena_new(machine->arena, WaitCase);
    wait->object = object;
    machine_park(machine, api, wait, 1);
}

static Task *unpark(Machine *machine, TaskId id) {
    Task *task = state_edit_task(machine->state, machine->arena, id);
    task->status = TASK_READY;
    task->is_timed = task->is_external_wait = false;
    task->case_count = 0;
    task->sleeps = 0;
    bool held_up_others = task->group && machine->state->groups[task->group].current == id;
    if (task->group && !held_up_others) state_enqueue(machine->state, machine->arena, task->group, id);
    return task;
}

void machine_wake(Machine *machine, TaskId id, OutcomeKind outcome, Value value) {
    unpark(machine, id);
    machine_finish_event(machine, id, outcome, value);
}

void machine_retry(Machine *machine, TaskId id) {
    unpark(machine, id)->is_at_stop = true;
}

void machine_switch(Machine *machine, const Api *api, bool woke_someone) {
    const Task *task = state_task(machine->state, machine->task);
    if (!task->group || task->status != TASK_READY || machine->state->groups[task->group].current != machine->task)
        return;
    bool gives_way = api->switching == SWITCH_ALWAYS || api->event == EVENT_YIELD;
    if (api->switching == SWITCH_POSSIBLE && woke_someone && machine->state->groups[task->group].queue_count)
        gives_way = machine_choose(machine, 2) == 1;
    if (!gives_way) return;
    state_enqueue(machine->state, machine->arena, task->group, machine->task);
    machine->state->groups[task->group].current = 0;
}

static void time_out(Machine *machine, TaskId id) {
    const Frame *frame = task_frame(state_task(machine->state, id));
    const Api *api = program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
    machine_trace(machine,
                  (TraceStep){.kind = TRACE_TIMEOUT, .task = id, .function = frame->function, .node = frame->node});
    const Task *parked = state_task(machine->state, id);
    bool is_served = parked->is_external_wait && (!parked->is_timed || machine_choose(machine, 2) == 0);
    if (api->event == EVENT_WAIT) {
        Task *task = state_edit_task(machine->state, machine->arena, id);
        task->phase = WAIT_REACQUIRE;
        task->fetched = is_served ? OUTCOME_OK : OUTCOME_TIMED_OUT;
        machine_retry(machine, id);
        return;
    }
    if (api->event == EVENT_SUSPEND) machine->state->is_guessing = true; // who resumes it is not followed
    if (api->event == EVENT_SLEEP) sleep_end(machine, id);
    bool is_pause = api->event == EVENT_SLEEP || api->event == EVENT_IO || api->event == EVENT_SUSPEND;
    OutcomeKind outcome = is_pause || is_served ? OUTCOME_OK : OUTCOME_TIMED_OUT;
    machine_wake(machine, id, outcome, event_outcome_value(api, outcome));
}

// Of those who could proceed, the one that waits longest; 0 when there is none.
static TaskId first_who_can(Machine *machine) {
    TaskId first = 0;
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *task = state_task(machine->state, id);
        if (task->status != TASK_PARKED || !machine_can_proceed(machine, id)) continue;
        if (!first || task->rank < state_task(machine->state, first)->rank) first = id;
    }
    return first;
}

static bool wake_those_who_can(Machine *machine) {
    bool progress = false;
    for (TaskId id; (id = first_who_can(machine)); progress = true) machine_retry(machine, id);
    return progress;
}

static bool run_those_who_may(Machine *machine) {
    bool progress = false;
    for (TaskId id = 1; id < machine->state->task_count && machine->result == STEP_GOES_ON; id++) {
        const Task *task = state_task(machine->state, id);
        if (task->status != TASK_READY || task->is_at_stop || task_is_held_up(task)) continue;
        if (task->group && machine->state->groups[task->group].current != id) continue;
        machine->task = id;
        machine_run_local(machine);
        progress = true;
    }
    return progress;
}

// The head of the queue, or a sleeper whose time came before it was queued.
static void pick_next(Machine *machine, uint32_t group) {
    TaskId *sleepers = arena_new_array(machine->arena, TaskId, machine->state->task_count);
    uint32_t count = 0;
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *task = state_task(machine->state, id);
        if (task->group == group && task->status == TASK_PARKED && (task->is_timed || task->is_external_wait))
            sleepers[count++] = id;
    }
    uint32_t choice = machine_choose(machine, count + 1);
    if (!choice) {
        machine->state->groups[group].current = state_dequeue(machine->state, group);
        return;
    }
    time_out(machine, sleepers[choice - 1]);
    machine->state->groups[group].queue_count--; // it was put at the end just now
    machine->state->groups[group].current = sleepers[choice - 1];
}

static bool fill_idle_groups(Machine *machine) {
    bool progress = false;
    for (uint32_t group = 1; group < machine->state->group_count; group++) {
        const Group *at = &machine->state->groups[group];
        if (at->current || !at->queue_count) continue;
        pick_next(machine, group);
        progress = true;
    }
    return progress;
}

void machine_settle(Machine *machine) {
    bool progress = true;
    while (progress && machine->result == STEP_GOES_ON) {
        progress = wake_those_who_can(machine);
        progress |= run_those_who_may(machine);
        if (!progress) progress = fill_idle_groups(machine);
    }
    if (machine->stale) stale_forget(machine);
}

void machine_step(Machine *machine, TaskId id, bool is_timeout) {
    machine->task = id;
    machine->violations = (Violations){0};
    if (machine->candidates) machine_task(machine)->is_in_section = true;
    if (is_timeout) {
        time_out(machine, id);
    } else {
        const Frame *frame = task_frame(state_task(machine->state, id));
        const Node *node = machine_node(machine, frame->function, frame->node);
        if (node->kind == NODE_EVENT) {
            event_execute(machine, node, program_api(machine->program, node->api));
        } else {
            machine_task(machine)->is_at_stop = false;
            machine->is_resuming = true;
            machine_run_local(machine);
        }
    }
    machine_settle(machine);
}
