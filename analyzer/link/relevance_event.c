// SPDX-License-Identifier: MIT
// Which library calls the slice starts from, and which of their operands matter.
#include "link/relevance_state.h"

enum { POINTER_SIZE = 8, MAXIMUM_CASES = 8 };

bool relevance_is_seed(const Relevance *slice, const Node *node) {
    if (node->kind != NODE_EVENT) return false;
    switch (program_api(slice->program, node->api)->event) {
    case EVENT_HARMLESS:
    case EVENT_QUERY:
    case EVENT_QUERY_CLOSED:
    case EVENT_ALLOCATE:
    case EVENT_FREE_MEMORY:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY:
    case EVENT_ATOMIC_LOAD:
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE:
    case EVENT_FENCE: return false;
    default: return true;
    }
}

int64_t relevance_operand_constant(const Relevance *slice, const Node *node, OperandRole role, int64_t otherwise) {
    const Program *program = slice->program;
    ExprId id = event_operand(program, node, role);
    while (id && program_expr(program, id)->kind == EXPR_CONVERT) id = program_expr(program, id)->left;
    if (id && program_expr(program, id)->kind == EXPR_CONSTANT) return program_expr(program, id)->constant;
    Operand operand = api_operand(program_api(program, node->api), role);
    return operand.source == SOURCE_CONSTANT ? operand.constant : otherwise;
}

// Handles that lie behind the argument are read from there; objects in place are not read at all.
static void need_handle(Relevance *slice, FunctionId function, const Node *node, OperandRole role) {
    const Api *api = program_api(slice->program, node->api);
    ExprId expr = event_operand(slice->program, node, role);
    relevance_need(slice, function, expr);
    bool is_made = api->event == EVENT_MAKE || api->event == EVENT_SPAWN || api->event == EVENT_ALLOCATE;
    if (expr && !is_made && relevance_is_seed(slice, node) && api_operand(api, role).source == SOURCE_POINTEE)
        relevance_need_memory_behind(slice, function, expr, 0, POINTER_SIZE);
}

// A static initialiser says in the lock's own memory what kind it is.
static void need_kind(Relevance *slice, FunctionId function, const Node *node, const Api *api) {
    enum { KIND_SIZE = 4 };
    ExprId lock = event_operand(slice->program, node, OPERAND_OBJECT);
    if (!lock || !api->lock_kinds.has_place || api->event == EVENT_INIT) return;
    relevance_need_memory_behind(slice, function, lock, api->lock_kinds.place, KIND_SIZE);
}

static void need_cases(Relevance *slice, FunctionId function, const Node *node) {
    const Api *api = program_api(slice->program, node->api);
    ExprId cases = event_operand(slice->program, node, OPERAND_CASES);
    ExprId send_cases = event_operand(slice->program, node, OPERAND_SEND_CASES);
    int64_t item = api->select_source == SELECT_CHANNEL_ARRAY ? POINTER_SIZE : api->select_record.size;
    int64_t count = relevance_operand_constant(slice, node, OPERAND_COUNT, 0);
    relevance_need(slice, function, send_cases);
    if (send_cases) relevance_need_memory_behind(slice, function, send_cases, 0, WHOLE_OBJECT);
    if (api->select_source == SELECT_VARIADIC_CHANNELS) {
        for (uint32_t i = api_operand(api, OPERAND_CASES).index; i < node->argument_count; i++)
            relevance_need(slice, function, node->arguments[i]);
        return;
    }
    relevance_need(slice, function, cases);
    if (cases) relevance_need_memory_behind(slice, function, cases, 0, count > 0 ? count * item : WHOLE_OBJECT);
}

void relevance_need_operands(Relevance *slice, FunctionId function, NodeId id) {
    static const OperandRole values[] = {OPERAND_COUNT,      OPERAND_CAPACITY,  OPERAND_DELTA,   OPERAND_FUNCTION,
                                         OPERAND_SEND_COUNT, OPERAND_ATTRIBUTE, OPERAND_EXPECTED};
    const Program *program = slice->program;
    const Node *node = &program_function(program, function)->nodes[id];
    const Api *api = program_api(program, node->api);
    if (api->event == EVENT_HARMLESS || api->event == EVENT_IO) return;
    need_handle(slice, function, node, OPERAND_OBJECT);
    need_handle(slice, function, node, OPERAND_MUTEX);
    need_handle(slice, function, node, OPERAND_GROUP);
    need_kind(slice, function, node, api);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (api->event == EVENT_ALLOCATE && values[i] == OPERAND_COUNT) continue;
        relevance_need(slice, function, event_operand(program, node, values[i]));
    }
    if (api->event == EVENT_MAKE) relevance_need(slice, function, event_operand(program, node, OPERAND_ARGUMENT));
    if (event_timeout_is_telling(program, node))
        relevance_need(slice, function, event_operand(program, node, OPERAND_TIMEOUT));
    if (api->event == EVENT_SELECT) need_cases(slice, function, node);
    if (api->event == EVENT_COPY_MEMORY || api->event == EVENT_FILL_MEMORY) {
        relevance_need(slice, function, event_operand(program, node, OPERAND_ELEMENT));
        relevance_need(slice, function, event_operand(program, node, OPERAND_SIZE));
    }
}

static void need_spawn_argument(Relevance *slice, CallSite site, uint32_t position) {
    const Node *node = &program_function(slice->program, site.function)->nodes[site.node];
    const Api *api = program_api(slice->program, node->api);
    bool is_plain = api->spawn_style == SPAWN_CALL || api->spawn_style == SPAWN_CALL_EXPRESSION;
    if (api->event == EVENT_SPAWN && is_plain) {
        relevance_need(slice, site.function, event_spawn_argument(slice->program, node, position));
        return;
    }
    bool is_vector = api->event == EVENT_SPAWN && api->spawn_style != SPAWN_CALL;
    OperandRole role = is_vector && position == 0 ? OPERAND_COUNT : OPERAND_ARGUMENT;
    // The items of a vector are needed one by one, as the memory of the vector.
    if (is_vector && position == 1 && api->spawn_style == SPAWN_VECTOR) return;
    relevance_need(slice, site.function, event_operand(slice->program, node, role));
}

static void need_argument(Relevance *slice, CallSite site, uint32_t position) {
    const Node *node = &program_function(slice->program, site.function)->nodes[site.node];
    if (node->kind == NODE_EVENT)
        need_spawn_argument(slice, site, position);
    else if (position < node->argument_count)
        relevance_need(slice, site.function, node->arguments[position]);
}

// For a scope only calls that are relevant matter; relevance_need_called comes back for those that become so later.
static void need_arguments(Relevance *slice, CallSiteList sites, uint32_t position) {
    for (uint32_t i = 0; i < sites.count; i++) {
        CallSite site = sites.items[i];
        if (!slice->scope || slice->marks[site.function][site.node] & MARK_RELEVANT)
            need_argument(slice, site, position);
    }
}

void relevance_need_parameter(Relevance *slice, VariableId parameter) {
    FunctionId id = program_variable(slice->program, parameter)->function;
    const Function *function = program_function(slice->program, id);
    uint32_t position = 0;
    while (position < function->parameter_count && function->parameters[position] != parameter) position++;
    if (slice->scope && slice->is_parameter_needed[parameter]) return;
    if (slice->scope) {
        slice->is_parameter_needed[parameter] = true;
        array_push(&slice->needed_parameters, slice->scratch, parameter);
    }
    need_arguments(slice, call_graph_callers(slice->calls, id), position);
    need_arguments(slice, call_graph_spawners(slice->calls, id), position);
}

void relevance_need_called(Relevance *slice, CallSite call) {
    if (!slice->scope) return;
    FunctionSet callees = points_to_callees(slice->points_to, call.function, call.node);
    for (uint32_t i = 0; i < callees.count; i++) {
        const Function *callee = program_function(slice->program, callees.items[i]);
        for (uint32_t position = 0; position < callee->parameter_count; position++)
            if (slice->is_parameter_needed[callee->parameters[position]]) need_argument(slice, call, position);
    }
}
