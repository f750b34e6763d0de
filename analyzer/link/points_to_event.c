// SPDX-License-Identifier: MIT
// Library calls to constraints, by what their model says they do with addresses and handles.
#include "link/points_to_state.h"

enum { HANDLE_SIZE = 4, VECTOR_ITEM_SIZE = 8, MAXIMUM_CASES = MAXIMUM_INDEX };

typedef struct Event {
    PointsTo *state;
    ContextId context;
    NodeId id;
    const Node *node;
    const Api *api;
} Event;

static Value operand(const Event *event, OperandRole role) {
    return points_to_value(event->state, event->context, event_operand(event->state->program, event->node, role));
}

static OperandSource source(const Event *event, OperandRole role) {
    return api_operand(event->api, role).source;
}

static int64_t operand_constant(const Event *event, OperandRole role, int64_t otherwise) {
    const Program *program = event->state->program;
    ExprId id = event_operand(program, event->node, role);
    while (id && program_expr(program, id)->kind == EXPR_CONVERT) id = program_expr(program, id)->left;
    if (id && program_expr(program, id)->kind == EXPR_CONSTANT) return program_expr(program, id)->constant;
    return source(event, role) == SOURCE_CONSTANT ? api_operand(event->api, role).constant : otherwise;
}

static Value shifted(const Event *event, Value address, int64_t bytes) {
    if (!address || !bytes) return address;
    if (address & VALUE_ADDRESS) {
        LocationId moved = points_to_shift(event->state, address & ~VALUE_ADDRESS, bytes);
        return moved ? VALUE_ADDRESS | moved : 0;
    }
    return points_to_derive(event->state, address, (Constraint){.kind = CONSTRAINT_SHIFT, .number = bytes});
}

static Value result_address(const Event *event) {
    LocationId location = points_to_result_location(event->state, event->context, event->node->result);
    return location ? VALUE_ADDRESS | location : 0;
}

static void give_result(const Event *event, Value value) {
    points_to_store(event->state, result_address(event), value);
}

static void give_unknown_result(const Event *event) {
    if (event->node->result && points_to_carries(program_variable(event->state->program, event->node->result)->type))
        give_result(event, VALUE_ADDRESS | LOCATION_UNKNOWN);
}

// The handle that the operand denotes: a value, or what the memory behind the argument holds.
static Value handle(const Event *event, OperandRole role) {
    if (source(event, role) == SOURCE_RESULT) return points_to_load(event->state, result_address(event));
    Value value = operand(event, role);
    return source(event, role) == SOURCE_POINTEE ? points_to_load(event->state, value) : value;
}

// A new object goes where the model says: into the result, or into the memory behind an argument.
static LocationId make_object(const Event *event, SiteKind kind, int64_t size) {
    PointsTo *state = event->state;
    BlockId block = points_to_node_block(state, event->context, event->id, kind, size);
    LocationId made = points_to_location(state, block, 0);
    Value to = source(event, OPERAND_OBJECT) == SOURCE_RESULT ? result_address(event) : operand(event, OPERAND_OBJECT);
    if (source(event, OPERAND_OBJECT) == SOURCE_ARGUMENT) return made;
    points_to_store(state, to, VALUE_ADDRESS | made);
    if (kind == SITE_OBJECT && event->api->object == OBJECT_CHANNEL_PAIR) {
        LocationId other = points_to_location(state, block, 1);
        points_to_store(state, shifted(event, to, HANDLE_SIZE), VALUE_ADDRESS | other);
    }
    return made;
}

// A thread pool keeps the function of its threads and what this is called with.
static void make(const Event *event) {
    LocationId made = make_object(event, SITE_OBJECT, 0);
    if (source(event, OPERAND_FUNCTION) != SOURCE_NONE)
        points_to_store(event->state, VALUE_ADDRESS | made, operand(event, OPERAND_FUNCTION));
    if (source(event, OPERAND_ARGUMENT) != SOURCE_NONE)
        points_to_store(event->state, shifted(event, VALUE_ADDRESS | made, POOL_ARGUMENT_OFFSET),
                        operand(event, OPERAND_ARGUMENT));
}

static void allocate(const Event *event) {
    int64_t size = operand_constant(event, OPERAND_SIZE, 0);
    if (size > 0 && source(event, OPERAND_COUNT) != SOURCE_NONE) size *= operand_constant(event, OPERAND_COUNT, 0);
    LocationId made = make_object(event, SITE_HEAP, size > 0 ? size : 0);
    Value old = operand(event, OPERAND_ELEMENT); // realloc, strdup
    if (old) points_to_copy(event->state, VALUE_ADDRESS | made, old, 0);
}

// The address of what goes over the channels in `channel`.
static Value content(const Event *event, Value channel, bool is_receive) {
    PointsTo *state = event->state;
    if (!channel) return 0;
    ConstraintKind kind = is_receive ? CONSTRAINT_RECEIVED_FROM : CONSTRAINT_SENT_TO;
    return points_to_derive(state, points_to_cell_of(state, channel), (Constraint){.kind = kind});
}

static void transfer(const Event *event, Value channel, Value element, int64_t size, bool is_receive) {
    Value held = content(event, channel, is_receive);
    PointsTo *state = event->state;
    switch (event->api->element) {
    case ELEMENT_NONE: break;
    case ELEMENT_COPIED: points_to_copy(state, is_receive ? element : held, is_receive ? held : element, size); break;
    case ELEMENT_POINTER:
        points_to_store(state, is_receive ? element : held, is_receive ? points_to_load(state, held) : element);
        break;
    case ELEMENT_RESULT:
        if (is_receive)
            give_result(event, points_to_load(state, held));
        else
            points_to_store(state, held, element);
        break;
    }
}

static void send_or_receive(const Event *event, bool is_receive) {
    transfer(event, handle(event, OPERAND_OBJECT), operand(event, OPERAND_ELEMENT),
             operand_constant(event, OPERAND_SIZE, 0), is_receive);
}

// Which records of a select send and which receive is not followed: each case may do both.
static void select_records(const Event *event) {
    const SelectRecord *record = &event->api->select_record;
    Value records = operand(event, OPERAND_CASES);
    int64_t count = operand_constant(event, OPERAND_COUNT, MAXIMUM_CASES);
    if (count > MAXIMUM_CASES) count = MAXIMUM_CASES;
    for (int64_t i = 0; i < count; i++) {
        Value channel =
            points_to_load(event->state, shifted(event, records, i * record->size + record->channel_offset));
        Value element =
            points_to_load(event->state, shifted(event, records, i * record->size + record->element_offset));
        if (!channel) continue;
        transfer(event, channel, element, 0, true);
        transfer(event, channel, element, 0, false);
    }
}

static void select_channels(const Event *event, OperandRole cases, OperandRole elements, bool is_receive) {
    PointsTo *state = event->state;
    Value channels = operand(event, cases), element = operand(event, elements);
    for (int64_t i = 0; channels && element && i < MAXIMUM_CASES; i++) {
        Value channel = points_to_load(state, shifted(event, channels, i * VECTOR_ITEM_SIZE));
        Value item = is_receive ? element : points_to_load(state, shifted(event, element, i * VECTOR_ITEM_SIZE));
        transfer(event, channel, item, 0, is_receive);
    }
}

static void generate_select(const Event *event) {
    switch (event->api->select_source) {
    case SELECT_VARIADIC_CHANNELS: break; // the values are fetched afterwards
    case SELECT_CHANNEL_ARRAY:
        select_channels(event, OPERAND_CASES, OPERAND_ELEMENT, true);
        select_channels(event, OPERAND_SEND_CASES, OPERAND_SEND_ELEMENTS, false);
        break;
    case SELECT_RECORD_ARRAY:
    case SELECT_RECORD_SENTINEL: select_records(event); break;
    }
}

// argv as the library makes it from variadic arguments.
static Value gather_vector(const Event *event, uint32_t first) {
    PointsTo *state = event->state;
    BlockId vector = points_to_node_block(state, event->context, event->id, SITE_HEAP, 0);
    for (uint32_t i = first; i < event->node->argument_count; i++) {
        Value value = points_to_value(state, event->context, event->node->arguments[i]);
        LocationId item = points_to_location(state, vector, (int64_t)(i - first) * VECTOR_ITEM_SIZE);
        points_to_store(state, VALUE_ADDRESS | item, value);
    }
    return VALUE_ADDRESS | points_to_location(state, vector, 0);
}

static void task_arguments(const Event *event, Binding *binding) {
    const Node *node = event->node;
    binding->arguments =
        arena_new_array(event->state->arena, Argument, event->api->spawn_parameter + node->argument_count + 2);
    switch (event->api->spawn_style) {
    case SPAWN_CALL:
        binding->argument_count = event->api->spawn_parameter + node->argument_count;
        for (uint32_t i = 0; i < binding->argument_count; i++)
            binding->arguments[i].value =
                points_to_value(event->state, event->context, event_spawn_argument(event->state->program, node, i));
        if (source(event, OPERAND_FUNCTION) == SOURCE_POINTEE)
            binding->arguments[event->api->spawn_parameter + 1].value =
                points_to_load(event->state, shifted(event, operand(event, OPERAND_FUNCTION), POOL_ARGUMENT_OFFSET));
        break;
    case SPAWN_VECTOR:
        binding->argument_count = 2;
        binding->arguments[1].value = gather_vector(event, api_operand(event->api, OPERAND_ARGUMENT).index);
        break;
    case SPAWN_VECTOR_ARRAY:
        binding->argument_count = 2;
        binding->arguments[1].value = operand(event, OPERAND_ARGUMENT);
        break;
    case SPAWN_CALL_EXPRESSION:
        binding->argument_count = node->argument_count;
        for (uint32_t i = 0; i < node->argument_count; i++)
            binding->arguments[i] = points_to_argument(event->state, event->context, node->arguments[i]);
        break;
    }
}

// What a task returns is the content of its handle, taken out by a join.
static void spawn(const Event *event) {
    PointsTo *state = event->state;
    Binding binding = {.context = event->context, .node = event->id};
    task_arguments(event, &binding);
    LocationId task = make_object(event, SITE_TASK, 0);
    binding.result = points_to_add_block(state, 0, 0);
    LocationId returned = points_to_channel_content(state, task, false);
    points_to_mirror(state, points_to_location(state, binding.result, 0), returned, VECTOR_ITEM_SIZE);
    points_to_bind(state, points_to_add_binding(state, binding), handle(event, OPERAND_FUNCTION));
}

static void join(const Event *event) {
    Value returned = points_to_load(event->state, content(event, handle(event, OPERAND_OBJECT), false));
    points_to_store(event->state, operand(event, OPERAND_ELEMENT), returned);
}

static void run_once(const Event *event) {
    Binding binding = {.context = event->context, .node = event->id, .is_call = true};
    binding.arguments = arena_new_array(event->state->arena, Argument, 1);
    binding.arguments[0].value = operand(event, OPERAND_ARGUMENT);
    binding.argument_count = binding.arguments[0].value ? 1 : 0;
    points_to_bind(event->state, points_to_add_binding(event->state, binding), operand(event, OPERAND_FUNCTION));
}

static void access_atomically(const Event *event, bool is_read, bool is_written) {
    PointsTo *state = event->state;
    Value object = operand(event, OPERAND_OBJECT);
    if (is_written) points_to_store(state, object, operand(event, OPERAND_DELTA));
    if (!is_read) return;
    Value old = points_to_load(state, object);
    give_result(event, old);
    points_to_store(state, operand(event, OPERAND_EXPECTED), old);
}

// What an event loop is to run lies in the loop, or in the event that is added to a loop later, as in thread pools.
static void register_function(const Event *event) {
    PointsTo *state = event->state;
    Value object = operand(event, OPERAND_OBJECT), function = operand(event, OPERAND_FUNCTION);
    Value argument = operand(event, OPERAND_ARGUMENT);
    if (source(event, OPERAND_FUNCTION) == SOURCE_POINTEE)
        argument = points_to_load(state, shifted(event, function, POOL_ARGUMENT_OFFSET));
    points_to_store(state, object, handle(event, OPERAND_FUNCTION));
    points_to_store(state, shifted(event, object, POOL_ARGUMENT_OFFSET), argument);
}

static void run_registered(const Event *event) {
    enum { ARGUMENT_COUNT = 3 }; // file descriptor, what happened, and what was given with the function
    Binding binding = {.context = event->context, .node = event->id, .is_call = true};
    binding.arguments = arena_new_array(event->state->arena, Argument, ARGUMENT_COUNT);
    binding.argument_count = ARGUMENT_COUNT;
    Value argument = shifted(event, operand(event, OPERAND_FUNCTION), POOL_ARGUMENT_OFFSET);
    binding.arguments[ARGUMENT_COUNT - 1].value = points_to_load(event->state, argument);
    points_to_bind(event->state, points_to_add_binding(event->state, binding), handle(event, OPERAND_FUNCTION));
}

// A call that concurrency cannot see. qsort and the like call the functions that they are given.
static void harmless(const Event *event) {
    PointsTo *state = event->state;
    const Node *node = event->node;
    Binding binding = {.context = event->context, .node = event->id, .argument_count = node->argument_count};
    binding.arguments = arena_new_array(state->arena, Argument, node->argument_count + 1);
    for (uint32_t i = 0; i < node->argument_count; i++)
        binding.arguments[i] = points_to_argument(state, event->context, node->arguments[i]);
    uint32_t id = points_to_add_binding(state, binding);
    for (uint32_t i = 0; i < node->argument_count; i++) {
        CellId cell = points_to_cell_of(state, binding.arguments[i].value);
        if (cell)
            points_to_constrain(state, cell, (Constraint){.kind = CONSTRAINT_CALLBACK, .other = id, .number = cell});
    }
    if (source(event, OPERAND_FUNCTION) == SOURCE_POINTEE) { // sigaction
        CellId cell = points_to_cell_of(state, handle(event, OPERAND_FUNCTION));
        if (cell)
            points_to_constrain(state, cell, (Constraint){.kind = CONSTRAINT_CALLBACK, .other = id, .number = cell});
    }
    if (event->api->registers_for == CONTEXT_EVENT_LOOP) register_function(event);
    if (api_runs_functions(event->api)) run_registered(event);
    give_unknown_result(event);
}

static void evaluate_arguments(const Event *event) {
    for (uint32_t i = 0; i < event->node->argument_count; i++)
        points_to_value(event->state, event->context, event->node->arguments[i]);
    points_to_value(event->state, event->context, event->node->target);
    points_to_value(event->state, event->context, event->node->callee);
}

void points_to_generate_event(PointsTo *state, ContextId context, NodeId id) {
    const Node *node = &program_function(state->program, state->contexts.items[context].function)->nodes[id];
    Event event = {state, context, id, node, program_api(state->program, node->api)};
    evaluate_arguments(&event);
    switch (event.api->event) {
    case EVENT_MAKE: make(&event); break;
    case EVENT_ALLOCATE: allocate(&event); break;
    case EVENT_SPAWN: spawn(&event); break;
    case EVENT_JOIN: join(&event); break;
    case EVENT_SEND: send_or_receive(&event, false); break;
    case EVENT_CLOSE:
        if (event.api->element != ELEMENT_NONE) send_or_receive(&event, false);
        break;
    case EVENT_RECEIVE:
    case EVENT_SELECT_FETCH: send_or_receive(&event, true); break;
    case EVENT_SELECT: generate_select(&event); break;
    case EVENT_ONCE: run_once(&event); break;
    case EVENT_COPY_MEMORY: {
        Value to = operand(&event, OPERAND_OBJECT);
        points_to_copy(state, to, operand(&event, OPERAND_ELEMENT), operand_constant(&event, OPERAND_SIZE, 0));
        give_result(&event, to);
        break;
    }
    case EVENT_FILL_MEMORY: give_result(&event, operand(&event, OPERAND_OBJECT)); break;
    case EVENT_ATOMIC_LOAD: access_atomically(&event, true, false); break;
    case EVENT_ATOMIC_STORE: access_atomically(&event, false, true); break;
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE: access_atomically(&event, true, true); break;
    case EVENT_HARMLESS:
    case EVENT_IO:
    case EVENT_QUERY: harmless(&event); break;
    default: break; // objects in place, and calls that move no address
    }
}
