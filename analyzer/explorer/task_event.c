// SPDX-License-Identifier: MIT
// Tasks: spawn, exit, sleeping, yielding and what is run only once.
#include "explorer/machine.h"

static FunctionId entry_of(Machine *machine, const Node *node, const Api *api) {
    Value function =
        node->callee ? evaluate(machine, node->callee) : machine_operand_value(machine, node, api, OPERAND_FUNCTION);
    if (function.kind == VALUE_FUNCTION) return function.reference;
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    FunctionSet set = points_to_callees(machine->points_to, frame->function, frame->node);
    return set.count && !set.has_unknown ? set.items[machine_choose(machine, set.count)] : 0;
}

// argc and argv[] as the vector styles hand them over.
static uint32_t vector_arguments(Machine *machine, const Node *node, const Api *api, Value arguments[2]) {
    arguments[0] = machine_operand_value(machine, node, api, OPERAND_COUNT);
    if (api->spawn_style == SPAWN_VECTOR_ARRAY) {
        arguments[1] = machine_operand_value(machine, node, api, OPERAND_ARGUMENT);
        return 2;
    }
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    Object vector = {.function = frame->function, .node = frame->node};
    uint32_t first = api_operand(api, OPERAND_ARGUMENT).index;
    for (uint32_t i = first; i < node->argument_count; i++) {
        Value value = evaluate(machine, node->arguments[i]);
        if (value.kind != VALUE_UNKNOWN) cells_write(&vector.cells, machine->arena, 8 * (int64_t)(i - first), 8, value);
    }
    arguments[1] = value_pointer(state_add_object(machine->state, machine->arena, vector), 0);
    return 2;
}

// What a thread pool calls its function with, beside the item.
static Value pool_argument(Machine *machine, const Node *node, const Api *api) {
    Value pool = machine_operand_value(machine, node, api, OPERAND_FUNCTION), argument = {0};
    if (pool.kind != VALUE_POINTER) return argument;
    const Object *object = state_object(machine->state, pool.reference);
    return cells_read(&object->cells, POOL_ARGUMENT_OFFSET, 8, &argument) ? argument : (Value){0};
}

static uint32_t plain_arguments(Machine *machine, const Node *node, const Api *api, Value *arguments) {
    if (api_operand(api, OPERAND_ARGUMENT).source == SOURCE_CONSTANT) {
        arguments[0] = machine_operand_value(machine, node, api, OPERAND_ARGUMENT);
        return 1;
    }
    for (uint32_t i = 0; i < api->spawn_parameter + node->argument_count; i++) {
        ExprId given = event_spawn_argument(machine->program, node, i);
        if (given) arguments[i] = evaluate(machine, given);
    }
    if (api_operand(api, OPERAND_FUNCTION).source == SOURCE_POINTEE)
        arguments[api->spawn_parameter + 1] = pool_argument(machine, node, api);
    return api->spawn_parameter + node->argument_count;
}

static uint32_t spawn_arguments(Machine *machine, const Node *node, const Api *api, Value **arguments) {
    *arguments = arena_new_array(machine->arena, Value, api->spawn_parameter + node->argument_count + 2);
    switch (api->spawn_style) {
    case SPAWN_VECTOR:
    case SPAWN_VECTOR_ARRAY: return vector_arguments(machine, node, api, *arguments);
    case SPAWN_CALL_EXPRESSION:
        for (uint32_t i = 0; i < node->argument_count; i++) (*arguments)[i] = evaluate(machine, node->arguments[i]);
        return node->argument_count;
    default: return plain_arguments(machine, node, api, *arguments);
    }
}

static uint32_t group_for(Machine *machine, const Api *api) {
    if (api->domain != DOMAIN_COOPERATIVE && api->domain != DOMAIN_SAME_PROC) return 0;
    Task *spawner = machine_task(machine);
    if (spawner->group) return spawner->group;
    uint32_t group = state_add_group(machine->state, machine->arena);
    if (!api->waits_for_all_outside) {
        spawner->group = group;
        machine->state->groups[group].current = machine->task;
    }
    return group;
}

static ObjectId bundle_of(Machine *machine, const Node *node) {
    ExprId group = event_operand(machine->program, node, OPERAND_GROUP);
    if (!group) return 0;
    Value bundle = evaluate(machine, group);
    if (bundle.kind != VALUE_POINTER || state_object(machine->state, bundle.reference)->kind != OBJECT_WAIT_GROUP)
        return 0;
    state_edit_object(machine->state, machine->arena, bundle.reference)->count++;
    return bundle.reference;
}

static bool starts_detached(Machine *machine, const Node *node, const Api *api) {
    if (api_operand(api, OPERAND_ATTRIBUTE).source != SOURCE_POINTEE) return false;
    Value attribute = machine_operand_value(machine, node, api, OPERAND_ATTRIBUTE);
    if (attribute.kind == VALUE_INTEGER) return false; // none given
    Value detached = attribute_read(machine, attribute, PROPERTY_DETACHED);
    return detached.kind == VALUE_INTEGER && detached.number != 0;
}

static TaskId create_task(Machine *machine, const Node *node, const Api *api, FunctionId entry) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    Task task = {
        .entry = entry, .spawn_function = frame->function, .spawn_node = frame->node, .spawner = machine->task};
    Object handle = {.kind = OBJECT_TASK, .function = frame->function, .node = frame->node};
    task.bundle = bundle_of(machine, node);
    task.group = group_for(machine, api);
    handle.is_detached = starts_detached(machine, node, api);
    handle.task = machine->state->task_count;
    task.object = state_add_object(machine->state, machine->arena, handle);
    return state_add_task(machine->state, machine->arena, task);
}

static void order_spawned(Machine *machine, const Api *api, TaskId child, bool is_outside) {
    uint32_t group = state_task(machine->state, child)->group;
    if (!group) return;
    Group *at = &machine->state->groups[group];
    if (is_outside) {
        at->current = child;
    } else if (api->spawn_order == SPAWN_CHILD_FIRST) {
        state_enqueue(machine->state, machine->arena, group, machine->task);
        machine->state->groups[group].current = child;
    } else {
        state_enqueue(machine->state, machine->arena, group, child);
    }
}

static void wait_outside(Machine *machine, const Api *api, uint32_t group) {
    machine_park_on(machine, api, 0);
    Task *task = machine_task(machine);
    task->is_waiting_for_group = true;
    task->cases[0].index = group;
}

static void spawn(Machine *machine, const Node *node, const Api *api) {
    Task *spawner = machine_task(machine);
    if (spawner->is_waiting_for_group) {
        spawner->is_waiting_for_group = false;
        event_finish(machine, api, OUTCOME_OK);
        return;
    }
    FunctionId entry = entry_of(machine, node, api);
    if (!entry || !program_function(machine->program, entry)->is_defined) {
        event_finish(machine, api, OUTCOME_OK);
        return;
    }
    Value *arguments;
    uint32_t count = spawn_arguments(machine, node, api, &arguments);
    bool is_outside = api->waits_for_all_outside && !spawner->group;
    const Frame here = *task_frame(state_task(machine->state, machine->task));
    TaskId child = create_task(machine, node, api, entry), running = machine->task;
    machine_trace(
        machine,
        (TraceStep){
            .kind = TRACE_SPAWN, .task = running, .function = here.function, .node = here.node, .partner = child});
    machine->task = child;
    machine_enter(machine, entry, arguments, count, 0);
    machine->task = running;
    Value handle = value_pointer(state_task(machine->state, child)->object, 0);
    machine_task(machine)->last_spawned = handle.reference;
    Operand destination = api_operand(api, OPERAND_OBJECT);
    if (destination.source == SOURCE_POINTEE) {
        Value address = machine_operand_value(machine, node, api, OPERAND_OBJECT);
        bool is_wanted = address.kind != VALUE_INTEGER || address.number != 0; // xTaskCreate(…, NULL)
        if (is_wanted) machine_store(machine, address, 8, handle);
    }
    order_spawned(machine, api, child, is_outside);
    if (is_outside)
        wait_outside(machine, api, state_task(machine->state, child)->group);
    else
        machine_finish_event(machine, running, OUTCOME_OK,
                             destination.source == SOURCE_RESULT ? handle : event_outcome_value(api, OUTCOME_OK));
}

// A pause lets others run; in a scheduler of tasks it parks until its timer.
static void pause_task(Machine *machine, const Node *node, const Api *api) {
    if (api->event == EVENT_IO) event_forget_filled(machine, node, api);
    const Task *task = state_task(machine->state, machine->task);
    if (!task->group || api->event == EVENT_YIELD || api->event == EVENT_RESUME) {
        sleep_end(machine, machine->task);
        event_finish(machine, api, OUTCOME_OK);
        if (api->event == EVENT_YIELD) machine_switch(machine, api, false);
    } else {
        machine_park_on(machine, api, 0);
        Task *parked = machine_task(machine);
        parked->is_timed = api->event == EVENT_SLEEP;
        parked->is_external_wait = api->event != EVENT_SLEEP;
    }
}

// The node stays the task's place while the function runs; it is left when the task comes back to it.
static void run_once(Machine *machine, const Node *node, const Api *api) {
    ObjectId id = machine_operand_object(machine, node, api, OPERAND_OBJECT, OBJECT_ONCE);
    FunctionId function = entry_of(machine, node, api);
    if (machine->result != STEP_GOES_ON) return;
    Object *once = id ? state_edit_object(machine->state, machine->arena, id) : NULL;
    Task *task = machine_task(machine);
    bool has_run = once && once->owner == machine->task && once->depth == task->frame_count;
    if (has_run) {
        once->count = 1;
        once->owner = once->depth = 0;
    }
    if (!once || once->count || !function || !program_function(machine->program, function)->is_defined) {
        event_finish(machine, api, OUTCOME_OK);
    } else if (once->owner) {
        machine_park_on(machine, api, id);
    } else {
        once->owner = machine->task;
        once->depth = task->frame_count;
        task->is_at_stop = false;
        machine->call = task_frame(task)->node;
        machine_enter(machine, function, NULL, 0, 0);
    }
}

// What it hands over is what a join gets.
static void exit_task(Machine *machine, const Node *node, const Api *api) {
    if (api_operand(api, OPERAND_ARGUMENT).source != SOURCE_NONE)
        machine_set_result(machine, machine->task, machine_operand_value(machine, node, api, OPERAND_ARGUMENT));
    machine_end_task(machine, machine->task);
}

void task_event(Machine *machine, const Node *node, const Api *api) {
    switch (api->event) {
    case EVENT_SPAWN: spawn(machine, node, api); break;
    case EVENT_JOIN:
    case EVENT_DETACH: join_event(machine, node, api); break;
    case EVENT_CANCEL:
    case EVENT_CLOSE: cancel_event(machine, node, api); break;
    case EVENT_ONCE: run_once(machine, node, api); break;
    case EVENT_TASK_EXIT: exit_task(machine, node, api); break;
    case EVENT_PROCESS_EXIT: machine->result = STEP_EXITED; break;
    default: pause_task(machine, node, api); break;
    }
}
