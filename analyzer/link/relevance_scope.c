// SPDX-License-Identifier: MIT
// Slices for scopes. What belongs to one slice is taken back before the next one, function by function, so that a
// thousand scopes of a large program cost no more than their own code.
#include "link/relevance_state.h"
#include "link/scope_state.h"

#include <string.h>

void relevance_touch(Relevance *slice, FunctionId function) {
    if (!slice->is_touched || slice->is_touched[function]) return;
    slice->is_touched[function] = true;
    array_push(&slice->touched, slice->scratch, function);
}

const Scope *relevance_scope(const Relevance *relevance) {
    return relevance->scope;
}

FunctionList relevance_functions(const Relevance *relevance) {
    return (FunctionList){relevance->touched.items, relevance->touched.count};
}

// Calls that the machine performs as they are: new objects, new tasks, memory, the passing of time.
static bool is_on_object(EventKind event) {
    switch (event) {
    case EVENT_MAKE:
    case EVENT_SPAWN:
    case EVENT_SLEEP:
    case EVENT_YIELD:
    case EVENT_IO:
    case EVENT_TASK_EXIT:
    case EVENT_PROCESS_EXIT:
    case EVENT_ALLOCATE:
    case EVENT_HARMLESS:
    case EVENT_FREE_MEMORY:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY:
    case EVENT_FENCE:
    case EVENT_ATTRIBUTE:
    case EVENT_ATOMIC_LOAD:
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE: return false;
    default: return true;
    }
}

bool relevance_is_outside(const Relevance *slice, FunctionId function, const Node *node, NodeId id) {
    const Api *api = program_api(slice->program, node->api);
    if (!slice->scope || !is_on_object(api->event)) return false;
    if (api_operand(api, OPERAND_OBJECT).source == SOURCE_RESULT) return false; // "which task am I?"
    return scope_of_event(slice->scope, function, id) == SCOPE_OUTSIDE;
}

bool relevance_event_is_outside(const Relevance *relevance, FunctionId function, NodeId id) {
    return relevance_is_outside(relevance, function, &program_function(relevance->program, function)->nodes[id], id);
}

bool relevance_has_outside(const Relevance *relevance) {
    if (!relevance || !relevance->scope) return false;
    for (uint32_t i = 0; i < relevance->touched.count; i++) {
        FunctionId id = relevance->touched.items[i];
        const Function *function = program_function(relevance->program, id);
        NodeList nodes = relevance_nodes(relevance, id);
        for (uint32_t k = 0; k < nodes.count; k++)
            if (function->nodes[nodes.items[k]].kind == NODE_EVENT &&
                relevance_event_is_outside(relevance, id, nodes.items[k]))
                return true;
    }
    return false;
}

static bool switches(const Api *api) {
    switch (api->event) {
    case EVENT_SLEEP:
    case EVENT_YIELD:
    case EVENT_IO:
    case EVENT_SUSPEND:
    case EVENT_SPAWN: return true;
    default:
        return is_on_object(api->event) && (api->blocking != BLOCKING_NEVER || api->switching != SWITCH_WHEN_BLOCKED);
    }
}

static bool node_switches(const Relevance *slice, FunctionId function, NodeId id) {
    const Node *node = &program_function(slice->program, function)->nodes[id];
    bool is_event = node->kind == NODE_EVENT;
    if (is_event && switches(program_api(slice->program, node->api))) return true;
    if (node->kind != NODE_CALL && !is_event) return false;
    if (is_event && program_api(slice->program, node->api)->event != EVENT_ONCE) return false;
    FunctionSet callees = points_to_callees(slice->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++)
        if (slice->may_switch[callees.items[i]]) return true;
    return false;
}

// What lies between a branch that is stepped over and the end of its arms is not looked at.
bool relevance_may_switch(const Relevance *slice, FunctionId function, NodeId id) {
    const Node *node = &program_function(slice->program, function)->nodes[id];
    bool is_branch = node->kind == NODE_BRANCH || node->kind == NODE_SWITCH;
    return is_branch ? slice->may_switch[function] : node_switches(slice, function, id);
}

uint32_t relevance_constant_of_node(const Relevance *relevance, FunctionId function, NodeId node) {
    uint32_t marks = relevance->marks[function][node] & (MARK_END | MARK_CUT);
    return marks << 1 | relevance_may_switch(relevance, function, node);
}

static bool ends_task(const Relevance *slice, FunctionId function, NodeId id) {
    const Node *node = &program_function(slice->program, function)->nodes[id];
    if (node->kind != NODE_EVENT || slice->marks[function][id] & MARK_END) return false;
    EventKind event = program_api(slice->program, node->api)->event;
    return event == EVENT_TASK_EXIT || event == EVENT_PROCESS_EXIT;
}

static bool has_endless_loop(Relevance *slice, FunctionId id, Arena *scratch) {
    const Function *function = program_function(slice->program, id);
    bool has_loop = false, is_endless = false;
    for (NodeId at = 1; at < function->node_count; at++) has_loop |= function->nodes[at].is_loop_head;
    if (!has_loop) return false;
    ArenaMark mark = arena_mark(scratch);
    bool *is_cut = arena_new_array(scratch, bool, function->node_count + 1);
    for (NodeId at = 1; at < function->node_count; at++) is_cut[at] = (slice->marks[id][at] & MARK_CUT) != 0;
    ControlFlow *flow = control_flow_find_cycles(function, is_cut, scratch);
    for (NodeId at = 1; at < function->node_count; at++)
        is_endless |= function->nodes[at].is_loop_head && flow->is_endless[at];
    arena_rewind(scratch, mark);
    return is_endless;
}

// Callees first; again while recursion brings something new.
static void sum_up(Relevance *slice, bool *holds) {
    FunctionList order = call_graph_bottom_up(slice->calls);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < order.count; i++) {
            FunctionId id = order.items[i];
            FunctionList callees = call_graph_callees(slice->calls, id);
            for (uint32_t k = 0; k < callees.count && !holds[id]; k++) {
                holds[id] = holds[callees.items[k]];
                is_changed |= holds[id] && call_graph_is_recursive(slice->calls, id);
            }
        }
    }
}

static void find_properties(Relevance *slice) {
    Arena *scratch = arena_create();
    for (ApiId id = 1; id < slice->program->apis.count; id++) {
        const Api *api = program_api(slice->program, id);
        slice->is_cooperative |= api->event == EVENT_SPAWN && api->domain != DOMAIN_PREEMPTIVE;
    }
    for (FunctionId id = 1; id < slice->program->functions.count; id++) {
        const Function *function = program_function(slice->program, id);
        if (!function->is_defined || !points_to_is_reached(slice->points_to, id)) continue;
        slice->never_goes_on[id] = has_endless_loop(slice, id, scratch);
        for (NodeId at = 1; at < function->node_count; at++) {
            slice->never_goes_on[id] |= ends_task(slice, id, at);
            slice->may_switch[id] |= node_switches(slice, id, at);
        }
    }
    arena_destroy(scratch);
    sum_up(slice, slice->never_goes_on);
    sum_up(slice, slice->may_switch);
}

Relevance *relevance_create_slicer(const Program *program, const PointsTo *points_to, bool is_exact, Arena *arena) {
    Relevance *slice = relevance_prepare(program, points_to, is_exact, arena);
    uint32_t functions = program->functions.count;
    relevance_index_writers(slice);
    relevance_index_channels(slice);
    slice->scratch = NULL;
    slice->is_touched = arena_new_array(arena, bool, functions + 1);
    slice->is_searched = arena_new_array(arena, bool, functions + 1);
    slice->never_goes_on = arena_new_array(arena, bool, functions + 1);
    slice->may_switch = arena_new_array(arena, bool, functions + 1);
    slice->crosses = arena_new_array(arena, bool *, functions + 1);
    slice->is_parameter_needed = arena_new_array(arena, bool, program->variables.count + 1);
    slice->relevant = arena_new_array(arena, RelevantNodes, functions + 1);
    find_properties(slice);
    relevance_find_trees(slice);
    return slice;
}

void relevance_release_slicer(Relevance *slicer) {
    if (slicer && slicer->scratch) arena_destroy(slicer->scratch);
    if (slicer) slicer->scratch = NULL;
}

static void take_back(Relevance *slice) {
    for (uint32_t i = 0; i < slice->touched.count; i++) {
        FunctionId id = slice->touched.items[i];
        relevance_forget_nodes(slice, id);
        slice->next[id] = NULL;
        slice->crosses[id] = NULL;
        slice->is_relevant[id] = slice->has_effect[id] = slice->is_touched[id] = slice->is_searched[id] = false;
    }
    for (uint32_t i = 0; i < slice->elements.count; i++)
        slice->marks[slice->elements.items[i].function][slice->elements.items[i].node] &= MARK_END | MARK_CUT;
    for (uint32_t i = 0; i < slice->needed.count; i++) slice->is_expr_needed[slice->needed.items[i]] = false;
    for (uint32_t i = 0; i < slice->needed_parameters.count; i++)
        slice->is_parameter_needed[slice->needed_parameters.items[i]] = false;
    memset(&slice->elements, 0, sizeof slice->elements);
    memset(&slice->touched, 0, sizeof slice->touched);
    memset(&slice->needed, 0, sizeof slice->needed);
    memset(&slice->needed_parameters, 0, sizeof slice->needed_parameters);
    memset(&slice->nodes_to_do, 0, sizeof slice->nodes_to_do);
    memset(&slice->memory_to_do, 0, sizeof slice->memory_to_do);
    memset(&slice->effects_to_do, 0, sizeof slice->effects_to_do);
    slice->memory_map = slice->set_map = slice->channel_map = slice->wrapped_map = (PairMap){0};
    if (slice->scratch) arena_destroy(slice->scratch);
    slice->scratch = arena_create();
}

static bool does_that(const ScopeOperation *operation, const ScopeOperation *call) {
    if (!operation->is_for_callers || operation->formal_count != call->formal_count) return false;
    for (uint32_t i = 0; i < call->formal_count; i++)
        if (operation->formal[i].position != call->inner[i].position ||
            operation->formal[i].offset != call->inner[i].offset)
            return false;
    return true;
}

// Inside a wrapper: what it does to the parameters that the call names. Other calls of it are not relevant by that.
static void mark_wrapped(Relevance *slice, const ScopeOperation *call) {
    const ScopeMap *map = slice->scope->map;
    for (uint32_t i = map->operation_start[call->wrapper]; i < map->operation_start[call->wrapper + 1]; i++) {
        const ScopeOperation *operation = &map->operations.items[i];
        bool is_new;
        if (!does_that(operation, call)) continue;
        pair_map_slot(&slice->wrapped_map, slice->scratch, i, 0, &is_new);
        if (!is_new) continue;
        relevance_mark_node(slice, operation->function, operation->node);
        if (operation->wrapper) mark_wrapped(slice, operation);
    }
}

static void mark_operation(Relevance *slice, const ScopeOperation *operation) {
    const Node *node = &program_function(slice->program, operation->function)->nodes[operation->node];
    if (operation->is_for_callers) return;
    if (node->kind == NODE_EVENT && !relevance_is_seed(slice, node)) return;
    if (slice->marks[operation->function][operation->node] & MARK_END) return;
    relevance_mark_node(slice, operation->function, operation->node);
    relevance_mark_effect(slice, operation->function);
    if (operation->wrapper) mark_wrapped(slice, operation);
}

static void mark_strays(Relevance *slice) {
    const ScopeMap *map = slice->scope->map;
    for (uint32_t i = 0; i < map->strays.count; i++) {
        const ScopeOperation *stray = &map->operations.items[map->strays.items[i]];
        relevance_mark_node(slice, stray->function, stray->node);
        relevance_mark_effect(slice, stray->function);
    }
}

static void mark_guard(Relevance *slice, const ScopeGuard *guard) {
    uint32_t count;
    const ScopeOperation *at = scope_operations_at(slice->scope->map, guard->site.function, guard->site.node, &count);
    for (uint32_t i = 0; i < count; i++)
        if (at[i].event == EVENT_LOCK || at[i].event == EVENT_UNLOCK) mark_operation(slice, &at[i]);
}

static void mark_guards(Relevance *slice) {
    const ScopeMap *map = slice->scope->map;
    for (uint32_t i = 0; i < slice->scope->count; i++) {
        ScopeObjectId tied = slice->scope->items[i];
        if (scope_find_coupled(map, tied) != tied) continue;
        for (uint32_t k = scope_first_guard(map, tied); k < map->guards.count && map->guards.items[k].tied == tied; k++)
            mark_guard(slice, &map->guards.items[k]);
    }
}

static bool keep_task_ends(Relevance *slice, FunctionId id) {
    bool is_changed = false;
    for (NodeId at = 1; at < program_function(slice->program, id)->node_count; at++) {
        if (!ends_task(slice, id, at) || slice->marks[id][at] & MARK_RELEVANT) continue;
        relevance_mark_node(slice, id, at);
        relevance_mark_effect(slice, id);
        is_changed = true;
    }
    return is_changed;
}

// Of cooperative tasks the pauses decide who runs when.
static bool keep_pauses(Relevance *slice, FunctionId id) {
    bool is_changed = false;
    for (NodeId at = 1; slice->is_cooperative && at < program_function(slice->program, id)->node_count; at++) {
        const Node *node = &program_function(slice->program, id)->nodes[at];
        if (node->kind != NODE_EVENT || slice->marks[id][at] & MARK_RELEVANT) continue;
        EventKind event = program_api(slice->program, node->api)->event;
        if (event != EVENT_YIELD && event != EVENT_SLEEP && event != EVENT_IO && event != EVENT_SUSPEND) continue;
        relevance_mark_node(slice, id, at);
        is_changed = true;
    }
    return is_changed;
}

// What never goes on must be known where it is called, whether it matters otherwise or not.
static bool keep_ends_below(Relevance *slice, FunctionId id) {
    if (slice->is_searched[id] || !slice->never_goes_on[id]) return false;
    relevance_touch(slice, id);
    slice->is_searched[id] = true;
    bool is_changed = keep_task_ends(slice, id);
    FunctionList callees = call_graph_callees(slice->calls, id);
    for (uint32_t i = 0; i < callees.count; i++) is_changed |= keep_ends_below(slice, callees.items[i]);
    return is_changed;
}

static bool keep_all(Relevance *slice) {
    bool is_changed = false;
    for (uint32_t i = 0; i < slice->touched.count; i++)
        if (slice->is_relevant[slice->touched.items[i]]) is_changed |= keep_ends_below(slice, slice->touched.items[i]);
    for (uint32_t i = 0; i < slice->touched.count; i++) {
        FunctionId id = slice->touched.items[i];
        if (slice->never_goes_on[id]) is_changed |= relevance_keep_endless_in(slice, id);
        is_changed |= relevance_keep_assumptions_in(slice, id);
        if (slice->is_relevant[id]) is_changed |= keep_pauses(slice, id);
    }
    return is_changed;
}

const Relevance *relevance_compute_scope(Relevance *slice, const Scope *scope) {
    take_back(slice);
    slice->scope = scope;
    const ScopeMap *map = scope->map;
    for (uint32_t i = 0; i < scope->count; i++)
        for (uint32_t k = map->user_start[scope->items[i]]; k < map->user_start[scope->items[i] + 1]; k++)
            mark_operation(slice, &map->operations.items[map->users[k]]);
    mark_strays(slice);
    if (scope->guard_count) mark_guards(slice);
    do relevance_work(slice);
    while (keep_all(slice));
    return slice;
}
