// SPDX-License-Identifier: MIT
#include "graph/builder.h"

static bool is_operation(const Api *api) {
    switch (api->event) {
    case EVENT_SPAWN: return api_operand(api, OPERAND_GROUP).source != SOURCE_NONE;
    case EVENT_JOIN:
    case EVENT_DETACH:
    case EVENT_MAKE:
    case EVENT_INIT:
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_SELECT:
    case EVENT_SELECT_FETCH:
    case EVENT_CLOSE:
    case EVENT_QUERY_CLOSED:
    case EVENT_FREE:
    case EVENT_LOCK:
    case EVENT_UNLOCK:
    case EVENT_WAIT:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST:
    case EVENT_ACQUIRE:
    case EVENT_RELEASE:
    case EVENT_ADD:
    case EVENT_DONE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER:
    case EVENT_ONCE:
    case EVENT_SUSPEND:
    case EVENT_RESUME:
    case EVENT_CANCEL: return true;
    default: return false;
    }
}

// A timeout argument may turn a call that waits for some time into one that waits for ever, or not at all.
static Blocking blocking_of(const GraphBuilder *builder, FunctionId function, const Node *node) {
    const Api *api = program_api(builder->program, node->api);
    int64_t timeout;
    if (api->event == EVENT_SELECT && api->select_has_default) return BLOCKING_NEVER;
    if (api->blocking == BLOCKING_NEVER || !constant_operand(builder, function, node, OPERAND_TIMEOUT, NULL, &timeout))
        return api->blocking;
    if (api->has_forever && event_timeout_is(builder->program, node, timeout, api->forever_value))
        return BLOCKING_FOREVER;
    if (api->has_try && timeout == api->try_value) return BLOCKING_NEVER;
    return api->blocking;
}

static bool has_use(const GraphBuilder *builder, GraphUse use) {
    for (uint32_t i = builder->uses.count; i-- > 0 && builder->uses.items[i].operation == use.operation;) {
        GraphUse other = builder->uses.items[i];
        if (other.role == use.role && other.object == use.object) return true;
    }
    return false;
}

bool build_uses_of_set(GraphBuilder *builder, GraphOperationId operation, OperandRole role, PointeeSet set,
                       ObjectKind kind) {
    bool is_any = false;
    for (uint32_t i = 0; i < set.count; i++) {
        GraphUse use = {operation, role, graph_build_object(builder, set.items[i], kind)};
        if (!use.object) set.has_unknown = true;
        if (!use.object || has_use(builder, use)) continue;
        array_push(&builder->uses, builder->arena, use);
        is_any = true;
    }
    if (set.has_unknown) builder->operations.items[operation].has_unknown = true;
    return is_any;
}

static void build_uses(GraphBuilder *builder, GraphOperationId id, OperandRole role, ObjectKind kind) {
    GraphOperation operation = builder->operations.items[id];
    const Node *node = &program_function(builder->program, operation.function)->nodes[operation.node];
    const Api *api = program_api(builder->program, node->api);
    if (api_operand(api, role).source == SOURCE_NONE) return;
    PointeeSet set = points_to_of_operand(builder->points_to, operation.function, operation.node, role);
    build_uses_of_set(builder, id, role, set, kind);
}

static GraphOperationId add_operation(GraphBuilder *builder, GraphOperation operation) {
    array_push(&builder->operations, builder->arena, operation);
    return builder->operations.count - 1;
}

// One operation for all cases that send and one for all that receive.
static void add_select(GraphBuilder *builder, GraphOperation operation) {
    static const EventKind directions[] = {EVENT_SEND, EVENT_RECEIVE};
    operation.is_case = true;
    for (int i = 0; i < 2; i++) {
        operation.kind = directions[i];
        GraphOperationId id = add_operation(builder, operation);
        bool is_any = build_select_uses(builder, id, directions[i]);
        // A direction without objects is dropped, unless it is all there is to say about the select.
        bool is_kept = is_any || (i == 1 && builder->operations.items[id].has_unknown);
        if (!is_kept) builder->operations.count--;
    }
}

static void add_event(GraphBuilder *builder, GraphTaskId task, FunctionId function, NodeId at) {
    const Node *node = &program_function(builder->program, function)->nodes[at];
    const Api *api = program_api(builder->program, node->api);
    GraphOperation operation = {.task = task,
                                .function = function,
                                .node = at,
                                .kind = api->event,
                                .blocking = blocking_of(builder, function, node),
                                .place = node->place,
                                .text = node->text};
    if (api->event == EVENT_SELECT) {
        add_select(builder, operation);
        return;
    }
    GraphOperationId id = add_operation(builder, operation);
    if (api->event != EVENT_SPAWN)
        build_uses(builder, id, OPERAND_OBJECT, api->event == EVENT_JOIN ? OBJECT_TASK : api->object);
    if (api->event == EVENT_WAIT) build_uses(builder, id, OPERAND_MUTEX, OBJECT_MUTEX);
    if (api->event == EVENT_SPAWN) build_uses(builder, id, OPERAND_GROUP, OBJECT_WAIT_GROUP);
}

void build_operations(GraphBuilder *builder) {
    array_push(&builder->operations, builder->arena, (GraphOperation){0});
    array_push(&builder->objects, builder->arena, (GraphObject){.name = ""});
    array_push(&builder->next_of_site, builder->arena, 0);
    builder->first_of_site = arena_new_array(builder->arena, GraphObjectId, points_to_site_count(builder->points_to));
    for (GraphTaskId task = 1; task < builder->tasks.count; task++) {
        GraphFunctions functions = builder->functions.items[task];
        for (uint32_t i = 0; i < functions.count; i++) {
            const Function *function = program_function(builder->program, functions.items[i]);
            const bool *reached = reach_nodes(builder, functions.items[i]);
            for (NodeId at = 1; at < function->node_count; at++) {
                const Node *node = &function->nodes[at];
                if (node->kind == NODE_EVENT && reached[at] && is_operation(program_api(builder->program, node->api)))
                    add_event(builder, task, functions.items[i], at);
            }
        }
    }
}
