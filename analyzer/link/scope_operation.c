// SPDX-License-Identifier: MIT
// Every operation on an object, and at which calls the ones on parameters happen: a wrapper around lock operates, for
// each of its callers, on the caller's own lock.
#include "link/scope_state.h"

#include <stdlib.h>

enum { MOST_CASES = 8, POINTER_SIZE = 8, WRAPPER_DEPTH = 8 };

typedef enum WrapperAnswer { UNKNOWN, WRAPPER, NO_WRAPPER } WrapperAnswer;

typedef struct Collecting {
    ScopeMap *map;
    const Program *program;
    bool *is_changed;        // per variable: a parameter that is assigned, or whose address is taken
    WrapperAnswer *wrappers; // per function
    PairMap seen;            // call, what is done there
    uint32_t first;          // of the operands of the operation at hand
    ObjectKind kind, object;
} Collecting;

static void set_flags(ScopeOperation *operation, const Api *api) {
    bool waits = api->blocking != BLOCKING_NEVER;
    switch (api->event) {
    case EVENT_SEND:
    case EVENT_RECEIVE:
        operation->blocks = waits && !api->serves_all;
        operation->frees = true;
        break;
    case EVENT_SELECT:
        operation->blocks = !api->select_has_default;
        operation->frees = true;
        break;
    case EVENT_BARRIER:
    case EVENT_WAIT:
    case EVENT_ONCE: operation->blocks = operation->frees = true; break;
    case EVENT_LOCK:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_JOIN: operation->blocks = waits; break;
    case EVENT_CLOSE:
    case EVENT_CANCEL: // of a task: it ends, and some wait until it has
        operation->frees = true;
        operation->blocks = api->object == OBJECT_TASK || api->object == OBJECT_WAIT_GROUP;
        break;
    case EVENT_SPAWN:
    case EVENT_UNLOCK:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST:
    case EVENT_RELEASE:
    case EVENT_ADD:
    case EVENT_DONE:
    case EVENT_SUSPEND:
    case EVENT_RESUME: operation->frees = true; break;
    default: operation->is_setup = true; break;
    }
}

static bool is_operation(const Api *api) {
    switch (api->event) {
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_SELECT:
    case EVENT_SELECT_FETCH:
    case EVENT_CLOSE:
    case EVENT_QUERY_CLOSED:
    case EVENT_QUERY:
    case EVENT_INIT:
    case EVENT_FREE:
    case EVENT_DETACH:
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
    case EVENT_CANCEL:
    case EVENT_SPAWN:
    case EVENT_JOIN: return true;
    default: return false;
    }
}

static bool lies_in_memory(ObjectKind kind) {
    switch (kind) {
    case OBJECT_MUTEX:
    case OBJECT_READ_WRITE_LOCK:
    case OBJECT_CONDITION:
    case OBJECT_SEMAPHORE:
    case OBJECT_BARRIER:
    case OBJECT_ONCE: return true;
    default: return false;
    }
}

// A lock is no task and no channel.
static bool is_plausible(const Collecting *at, const Site *site) {
    if (site->kind == SITE_FUNCTION || site->kind == SITE_STRING) return false;
    if (!lies_in_memory(at->kind) || site->kind == SITE_VARIABLE || site->kind == SITE_HEAP) return true;
    if (site->kind == SITE_TASK) return false;
    const Node *node = &program_function(at->program, site->function)->nodes[site->node];
    return program_api(at->program, node->api)->object == at->kind;
}

static void add_object(Collecting *at, Pointee pointee) {
    ScopeMap *map = at->map;
    if (!pointee.site || !is_plausible(at, points_to_site(map->points_to, pointee.site))) return;
    ScopeObjectId id = scope_object_at(map, pointee, at->kind);
    for (uint32_t i = at->first; i < map->operands.count; i++)
        if (map->operands.items[i] == id) return;
    array_push(&map->operands, map->arena, id);
}

static SiteKind kind_of(const Collecting *at, Pointee pointee) {
    return pointee.site ? points_to_site(at->map->points_to, pointee.site)->kind : SITE_UNKNOWN;
}

// What may be the handle of a task is no pointer to memory that lies beside it in the same structure.
static bool holds_handles(const Collecting *at, PointeeSet set) {
    for (uint32_t i = 0; at->kind == OBJECT_TASK && i < set.count; i++)
        if (kind_of(at, set.items[i]) == SITE_TASK) return true;
    return false;
}

static void add_set(Collecting *at, PointeeSet set, int64_t offset) {
    bool has_handles = holds_handles(at, set);
    for (uint32_t i = 0; i < set.count; i++) {
        Pointee pointee = set.items[i];
        if (has_handles && kind_of(at, pointee) == SITE_HEAP) continue;
        if (pointee.offset >= 0) pointee.offset += offset;
        add_object(at, pointee);
    }
}

// The pointers at `offset` in each item of the arrays that `array` points to.
static void add_items(Collecting *at, FunctionId function, ExprId array, int64_t item_size, int64_t offset) {
    if (!array || !item_size) return;
    PointeeSet arrays = points_to_of_expr(at->map->points_to, function, array);
    for (uint32_t i = 0; i < arrays.count; i++)
        for (int64_t k = 0; k < MOST_CASES; k++) {
            Pointee field = arrays.items[i];
            if (field.offset < 0 && k) break;
            if (field.offset >= 0) field.offset += k * item_size + offset;
            add_set(at, points_to_of_memory(at->map->points_to, field), 0);
        }
}

static void add_cases(Collecting *at, FunctionId function, const Node *node, const Api *api) {
    ExprId cases = event_operand(at->program, node, OPERAND_CASES);
    at->kind = OBJECT_CHANNEL;
    if (api->select_source == SELECT_VARIADIC_CHANNELS) {
        for (uint32_t i = api_operand(api, OPERAND_CASES).index; i < node->argument_count; i++)
            add_set(at, points_to_of_expr(at->map->points_to, function, node->arguments[i]), 0);
    } else if (api->select_source == SELECT_CHANNEL_ARRAY) {
        add_items(at, function, cases, POINTER_SIZE, 0);
        add_items(at, function, event_operand(at->program, node, OPERAND_SEND_CASES), POINTER_SIZE, 0);
    } else {
        add_items(at, function, cases, api->select_record.size, api->select_record.channel_offset);
    }
}

static void add_operands(Collecting *at, FunctionId function, NodeId id, const Node *node, const Api *api) {
    static const OperandRole roles[] = {OPERAND_OBJECT, OPERAND_MUTEX, OPERAND_GROUP};
    for (uint32_t i = 0; i < 3; i++) {
        if (api_operand(api, roles[i]).source == SOURCE_NONE) continue;
        at->kind = roles[i] == OPERAND_MUTEX   ? OBJECT_MUTEX
                   : roles[i] == OPERAND_GROUP ? OBJECT_WAIT_GROUP
                                               : at->object;
        if (roles[i] == OPERAND_OBJECT && api->event == EVENT_SPAWN) at->kind = OBJECT_TASK;
        add_set(at, points_to_of_operand(at->map->points_to, function, id, roles[i]), 0);
    }
    at->kind = OBJECT_WAIT_GROUP;
    if (api->event == EVENT_SPAWN && node->target)
        add_set(at, points_to_of_expr(at->map->points_to, function, node->target), 0);
    if (api->event == EVENT_SELECT) add_cases(at, function, node, api);
}

static const char *type_of_base(const Program *program, ExprId expr) {
    const Expr *load = program_expr(program, expr);
    if (load->kind == EXPR_VARIABLE_ADDRESS) return program_variable(program, load->reference)->type_name;
    if (load->kind != EXPR_LOAD) return NULL;
    const Expr *address = program_expr(program, load->left);
    return address->kind == EXPR_VARIABLE_ADDRESS ? program_variable(program, address->reference)->type_name : NULL;
}

// "thread_t *:stats.mutex+80" for &t->stats.mutex, without the type where it is not known; NULL for what is no member.
static const char *member_of(const Collecting *at, ExprId expr, int64_t offset) {
    const char *name = NULL;
    for (const Expr *here; expr; expr = here->left) {
        here = program_expr(at->program, expr);
        if (here->kind == EXPR_FIELD) {
            offset += here->constant;
            name = name ? arena_format(at->map->arena, "%s.%s", here->name, name) : here->name;
        } else if (here->kind != EXPR_CONVERT) {
            break;
        }
    }
    if (!name) return NULL;
    const char *type = type_of_base(at->program, expr);
    return arena_format(at->map->arena, "%s:%s+%lld", type ? type : "", name, (long long)offset);
}

static bool as_formal(const Collecting *at, FunctionId id, ExprId expr, Formal *formal) {
    const Program *program = at->program;
    *formal = (Formal){0};
    for (;; expr = program_expr(program, expr)->left) {
        const Expr *here = program_expr(program, expr);
        if (here->kind == EXPR_FIELD)
            formal->offset += here->constant;
        else if (here->kind != EXPR_CONVERT)
            break;
    }
    const Expr *load = program_expr(program, expr);
    if (load->kind != EXPR_LOAD) return false;
    const Expr *address = program_expr(program, load->left);
    if (address->kind != EXPR_VARIABLE_ADDRESS) return false;
    const Variable *variable = program_variable(program, address->reference);
    if (variable->kind != VARIABLE_PARAMETER || variable->function != id || at->is_changed[address->reference])
        return false;
    const Function *function = program_function(program, id);
    while (formal->position < function->parameter_count && function->parameters[formal->position] != address->reference)
        formal->position++;
    return formal->position < function->parameter_count;
}

// Who calls it must be known: only direct calls, and nobody starts it as a task.
static bool has_known_callers(const Collecting *at, FunctionId id) {
    const ScopeMap *map = at->map;
    CallSiteList callers = call_graph_callers(map->calls, id);
    if (!callers.count || call_graph_spawners(map->calls, id).count) return false;
    if (points_to_is_callback(map->points_to, id) || call_graph_is_recursive(map->calls, id)) return false;
    for (uint32_t i = 0; i < callers.count; i++) {
        const Node *node = &program_function(at->program, callers.items[i].function)->nodes[callers.items[i].node];
        if (node->kind != NODE_CALL || program_expr(at->program, node->callee)->kind != EXPR_FUNCTION_ADDRESS)
            return false;
    }
    return true;
}

static bool is_wrapper(Collecting *at, FunctionId id) {
    if (at->wrappers[id] == UNKNOWN) at->wrappers[id] = has_known_callers(at, id) ? WRAPPER : NO_WRAPPER;
    return at->wrappers[id] == WRAPPER;
}

static void push(Collecting *at, ScopeOperation *operation) {
    operation->first = at->first;
    operation->count = at->map->operands.count - at->first;
    array_push(&at->map->operations, at->map->arena, *operation);
}

// Functions do the same to a parameter in many places: one operation stands for all of them.
static bool is_known(Collecting *at, const ScopeOperation *outer) {
    uint64_t what = (uint64_t)outer->event << 8 | outer->blocks << 2 | outer->frees << 1 | outer->is_setup;
    for (uint32_t i = 0; i < outer->formal_count; i++)
        what = (what * 31 + outer->inner[i].position) * 1000003 + (uint64_t)outer->inner[i].offset;
    bool is_new;
    pair_map_slot(&at->seen, at->map->arena, (uint64_t)outer->function << 32 | outer->node, what, &is_new);
    return !is_new;
}

static void attribute(Collecting *at, ScopeOperation inner, uint32_t depth);

static void attribute_to_call(Collecting *at, const ScopeOperation *inner, CallSite call, uint32_t depth) {
    const Node *node = &program_function(at->program, call.function)->nodes[call.node];
    if (!points_to_is_reached(at->map->points_to, call.function)) return;
    ScopeOperation outer = *inner;
    outer.wrapper = inner->function;
    outer.function = call.function;
    outer.node = call.node;
    outer.is_for_callers = depth < WRAPPER_DEPTH && is_wrapper(at, call.function);
    for (uint32_t i = 0; i < inner->formal_count; i++) outer.inner[i] = inner->formal[i];
    if (is_known(at, &outer)) return;
    at->first = at->map->operands.count;
    for (uint32_t i = 0; !inner->formal_count && i < inner->count; i++)
        array_push(&at->map->operands, at->map->arena, at->map->operands.items[inner->first + i]);
    outer.is_for_callers &= inner->formal_count > 0;
    for (uint32_t i = 0; i < inner->formal_count; i++) {
        if (inner->formal[i].position >= node->argument_count) return;
        ExprId argument = node->arguments[inner->formal[i].position];
        at->kind = i ? OBJECT_MUTEX : at->object;
        add_set(at, points_to_of_expr(at->map->points_to, call.function, argument), inner->formal[i].offset);
        const char *member = member_of(at, argument, inner->formal[i].offset);
        if (member) outer.member[i] = member;
        outer.is_for_callers &= as_formal(at, call.function, argument, &outer.formal[i]);
        outer.formal[i].offset += inner->formal[i].offset;
    }
    push(at, &outer);
    if (outer.is_for_callers) attribute(at, outer, depth + 1);
}

static void attribute(Collecting *at, ScopeOperation inner, uint32_t depth) {
    CallSiteList callers = call_graph_callers(at->map->calls, inner.function);
    for (uint32_t i = 0; i < callers.count; i++) attribute_to_call(at, &inner, callers.items[i], depth);
}

// lock_stats(): takes a lock and returns holding it. Nothing else happens there, so it happens at the calls.
static bool is_only_operation(Collecting *at, const ScopeOperation *operation, EventKind event) {
    const Function *function = program_function(at->program, operation->function);
    if (event != EVENT_LOCK && event != EVENT_UNLOCK) return false;
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        bool is_quiet = node->kind == NODE_NOP || node->kind == NODE_ASSIGN || node->kind == NODE_RETURN;
        if (id != operation->node && !is_quiet) return false;
    }
    return is_wrapper(at, operation->function);
}

// Fills `formal` when all operands of the operation are parameters.
static bool is_on_parameters(Collecting *at, ScopeOperation *operation, const Node *node, const Api *api) {
    static const OperandRole roles[] = {OPERAND_OBJECT, OPERAND_MUTEX};
    if (api->event == EVENT_SELECT || api->event == EVENT_ONCE || api->event == EVENT_SPAWN) return false;
    for (uint32_t i = 0; i < 2; i++) {
        OperandSource source = api_operand(api, roles[i]).source;
        if (source == SOURCE_NONE && i) break;
        ExprId operand = event_operand(at->program, node, roles[i]);
        if (source != SOURCE_ARGUMENT || !as_formal(at, operation->function, operand, &operation->formal[i]))
            return false;
        operation->formal_count++;
    }
    return is_wrapper(at, operation->function);
}

// Ids of tasks are often numbers that are not followed.
static bool is_stray(const Collecting *at, const ScopeOperation *operation, const Api *api) {
    if (api->event != EVENT_JOIN && api->event != EVENT_CANCEL) return false;
    PointeeSet set = points_to_of_operand(at->map->points_to, operation->function, operation->node, OPERAND_OBJECT);
    return set.has_unknown || at->first == at->map->operands.count;
}

static void collect_event(Collecting *at, FunctionId function, NodeId id) {
    const Node *node = &program_function(at->program, function)->nodes[id];
    if (node->kind != NODE_EVENT) return;
    const Api *api = program_api(at->program, node->api);
    if (!is_operation(api)) return;
    ScopeOperation operation = {.function = function, .node = id, .event = api->event};
    set_flags(&operation, api);
    operation.is_for_callers = is_on_parameters(at, &operation, node, api);
    if (!operation.is_for_callers) operation.formal_count = 0;
    if (is_only_operation(at, &operation, api->event)) operation.is_for_callers = true;
    at->first = at->map->operands.count;
    at->object = api->event == EVENT_JOIN ? OBJECT_TASK : api->object;
    add_operands(at, function, id, node, api);
    operation.member[0] = member_of(at, event_operand(at->program, node, OPERAND_OBJECT), 0);
    operation.member[1] = member_of(at, event_operand(at->program, node, OPERAND_MUTEX), 0);
    operation.ties = api->event == EVENT_SELECT || api->event == EVENT_WAIT || api->event == EVENT_SPAWN;
    operation.is_stray = is_stray(at, &operation, api);
    push(at, &operation);
    if (operation.is_for_callers) attribute(at, operation, 0);
}

static void note_change(Collecting *at, const Node *node) {
    bool writes = node->kind == NODE_ASSIGN || node->kind == NODE_COPY || node->kind == NODE_ZERO;
    if (!writes || !node->target) return;
    const Expr *target = program_expr(at->program, node->target);
    if (target->kind == EXPR_VARIABLE_ADDRESS) at->is_changed[target->reference] = true;
}

static void find_changed_parameters(Collecting *at) {
    at->is_changed = arena_new_array(at->map->arena, bool, at->program->variables.count + 1);
    for (VariableId id = 1; id < at->program->variables.count; id++)
        at->is_changed[id] = program_variable(at->program, id)->is_address_taken;
    for (FunctionId id = 1; id < at->program->functions.count; id++) {
        const Function *function = program_function(at->program, id);
        for (NodeId node = 1; node < function->node_count; node++) note_change(at, &function->nodes[node]);
    }
}

static int compare_operations(const void *left, const void *right) {
    const ScopeOperation *a = left, *b = right;
    if (a->function != b->function) return a->function < b->function ? -1 : 1;
    if (a->node != b->node) return a->node < b->node ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

static void index_operations(ScopeMap *map) {
    map->operation_start = arena_new_array(map->arena, uint32_t, map->program->functions.count + 2);
    qsort(map->operations.items + 1, map->operations.count - 1, sizeof(ScopeOperation), compare_operations);
    for (uint32_t i = 1; i < map->operations.count; i++) {
        const ScopeOperation *at = &map->operations.items[i];
        map->operation_start[at->function + 1]++;
        if (at->is_stray && !at->wrapper) array_push(&map->strays, map->arena, i);
    }
    map->operation_start[0] = 1;
    for (FunctionId id = 0; id <= map->program->functions.count; id++)
        map->operation_start[id + 1] += map->operation_start[id];
}

void scope_collect_operations(ScopeMap *map) {
    Collecting at = {.map = map, .program = map->program};
    at.wrappers = arena_new_array(map->arena, WrapperAnswer, map->program->functions.count);
    find_changed_parameters(&at);
    array_push(&map->objects, map->arena, (ScopeObject){0});
    array_push(&map->operations, map->arena, (ScopeOperation){0});
    for (FunctionId id = 1; id < map->program->functions.count; id++) {
        if (!points_to_is_reached(map->points_to, id)) continue;
        for (NodeId node = 1; node < program_function(map->program, id)->node_count; node++)
            collect_event(&at, id, node);
    }
    index_operations(map);
}

const ScopeOperation *scope_operations_at(const ScopeMap *map, FunctionId function, NodeId node, uint32_t *count) {
    const ScopeOperation *items = map->operations.items;
    uint32_t first = map->operation_start[function], end = map->operation_start[function + 1], high = end;
    while (first < high) {
        uint32_t middle = first + (high - first) / 2;
        if (items[middle].node < node)
            first = middle + 1;
        else
            high = middle;
    }
    uint32_t last = first;
    while (last < end && items[last].node == node) last++;
    *count = last - first;
    return &items[first];
}
