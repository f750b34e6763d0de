// SPDX-License-Identifier: MIT
// Sites, and functions entered in a context.
#include "link/points_to_state.h"

SiteId points_to_add_site(PointsTo *state, Site site, ContextId context, int64_t size) {
    array_push(&state->sites, state->arena, site);
    array_push(&state->context_of_site, state->arena, context);
    SiteId id = state->sites.count - 1;
    BlockId block = points_to_add_block(state, id, size);
    array_push(&state->block_of_site, state->arena, block);
    return id;
}

static void set_call_site(const PointsTo *state, ContextId context, Site *site) {
    const Context *here = &state->contexts.items[context];
    if (!here->parent) return;
    site->caller = state->contexts.items[here->parent].function;
    site->call = here->call;
    const Context *outer = &state->contexts.items[here->parent];
    if (!outer->parent) return;
    site->outer_caller = state->contexts.items[outer->parent].function;
    site->outer_call = outer->call;
}

static bool outlives_calls(VariableKind kind) {
    return kind == VARIABLE_GLOBAL || kind == VARIABLE_STATIC || kind == VARIABLE_THREAD;
}

static bool is_escaped_from_start(const PointsTo *state, const Variable *variable) {
    if (variable->is_external) return true;
    return variable->kind == VARIABLE_GLOBAL && variable->is_exported && !state->is_closed;
}

BlockId points_to_variable_block(PointsTo *state, ContextId context, VariableId variable) {
    const Variable *declared = program_variable(state->program, variable);
    if (!state->contexts.items[context].parent || outlives_calls(declared->kind)) context = 0;
    uint32_t *known = context ? pair_map_slot(&state->site_map, state->arena, (uint64_t)context << 8, variable, NULL)
                              : &state->variable_sites[variable];
    if (*known) return state->block_of_site.items[*known];
    Site site = {.kind = SITE_VARIABLE, .variable = variable};
    if (context) set_call_site(state, context, &site);
    SiteId id = *known = points_to_add_site(state, site, context, (int64_t)declared->size);
    BlockId block = state->block_of_site.items[id];
    if (is_escaped_from_start(state, declared)) points_to_escape(state, block);
    return block;
}

BlockId points_to_function_block(PointsTo *state, FunctionId function) {
    uint32_t *known = pair_map_slot(&state->site_map, state->arena, SITE_FUNCTION, function, NULL);
    if (!*known) *known = points_to_add_site(state, (Site){.kind = SITE_FUNCTION, .function = function}, 0, 0);
    return state->block_of_site.items[*known];
}

BlockId points_to_node_block(PointsTo *state, ContextId context, NodeId node, SiteKind kind, int64_t size) {
    uint32_t *known = pair_map_slot(&state->site_map, state->arena, (uint64_t)context << 8 | 0x80 | kind, node, NULL);
    if (*known) return state->block_of_site.items[*known];
    Site site = {.kind = kind, .function = state->contexts.items[context].function, .node = node};
    set_call_site(state, context, &site);
    *known = points_to_add_site(state, site, context, size);
    return state->block_of_site.items[*known];
}

static ContextId add_context(PointsTo *state, FunctionId function, ContextId parent, NodeId call) {
    uint32_t depth = parent ? state->contexts.items[parent].depth + 1 : 0;
    Context context = {function, parent, call, depth, points_to_add_block(state, 0, 0)};
    array_push(&state->contexts, state->arena, context);
    ContextId id = state->contexts.count - 1;
    if (program_function(state->program, function)->is_defined) array_push(&state->to_generate, state->arena, id);
    return id;
}

ContextId points_to_base_context(PointsTo *state, FunctionId function) {
    if (!state->base_contexts[function]) state->base_contexts[function] = add_context(state, function, 0, 0);
    return state->base_contexts[function];
}

static bool is_in_chain(const PointsTo *state, ContextId context, FunctionId function) {
    for (; context; context = state->contexts.items[context].parent)
        if (state->contexts.items[context].function == function) return true;
    return false;
}

static ContextId context_for(PointsTo *state, const Binding *binding, FunctionId function) {
    uint32_t sites = state->wrapper_sites[function], depth = state->contexts.items[binding->context].depth;
    bool is_worth_it = sites > 1 || (sites && depth);
    if (!binding->is_call || !is_worth_it || depth >= state->limits.depth ||
        is_in_chain(state, binding->context, function))
        return points_to_base_context(state, function);
    uint64_t place = (uint64_t)binding->context << 32 | binding->node;
    uint32_t *known = pair_map_slot(&state->context_map, state->arena, place, function, NULL);
    if (!*known) *known = add_context(state, function, binding->context, binding->node);
    return *known;
}

LocationId points_to_result_location(PointsTo *state, ContextId context, VariableId result) {
    return result ? points_to_location(state, points_to_variable_block(state, context, result), 0) : LOCATION_NONE;
}

static void bind_argument(PointsTo *state, LocationId parameter, const Argument *argument) {
    if (!parameter) return;
    if (argument->copied_size)
        points_to_copy(state, VALUE_ADDRESS | parameter, argument->value, (int64_t)argument->copied_size);
    else
        points_to_store(state, VALUE_ADDRESS | parameter, argument->value);
}

static void give_unknown_arguments(PointsTo *state, ContextId callee) {
    const Function *function = program_function(state->program, state->contexts.items[callee].function);
    for (uint32_t i = 0; function->is_defined && i < function->parameter_count; i++) {
        const Variable *parameter = program_variable(state->program, function->parameters[i]);
        BlockId block = points_to_variable_block(state, callee, function->parameters[i]);
        if (parameter->type.kind == TYPE_AGGREGATE)
            points_to_escape(state, block);
        else if (points_to_carries(parameter->type))
            points_to_store(state, VALUE_ADDRESS | points_to_location(state, block, 0),
                            VALUE_ADDRESS | LOCATION_UNKNOWN);
    }
}

// Outside code keeps what it is given and answers with anything. System functions do neither with memory, but
// call the functions that they are given.
static void enter_outside(PointsTo *state, uint32_t id, bool is_system) {
    Binding binding = state->bindings.items[id];
    for (uint32_t i = 0; i < binding.argument_count; i++) {
        CellId cell = points_to_cell_of(state, binding.arguments[i].value);
        if (!cell) continue;
        if (is_system)
            points_to_constrain(state, cell, (Constraint){.kind = CONSTRAINT_CALLBACK, .other = id, .number = cell});
        else
            points_to_let_escape(state, cell);
    }
    LocationId result = binding.result ? points_to_location(state, binding.result, 0) : LOCATION_NONE;
    if (result) points_to_add(state, state->locations.items[result].cell, LOCATION_UNKNOWN);
}

void points_to_enter_unknown(PointsTo *state, uint32_t id) {
    enter_outside(state, id, false);
}

static bool add_call_edge(PointsTo *state, const Binding *binding, ContextId callee) {
    bool is_new;
    uint64_t place = (uint64_t)binding->context << 32 | binding->node;
    pair_map_slot(&state->seen_map, state->arena, place, UINT64_MAX - callee, &is_new);
    if (is_new)
        array_push(&state->call_edges, state->arena,
                   (CallEdge){binding->context, callee, binding->node, binding->is_call});
    return is_new;
}

void points_to_enter(PointsTo *state, uint32_t id, FunctionId target) {
    Binding binding = state->bindings.items[id];
    const Function *function = program_function(state->program, target);
    ContextId callee = context_for(state, &binding, target);
    if (!add_call_edge(state, &binding, callee)) return;
    if (!function->is_defined) {
        enter_outside(state, id, function->is_system);
        return;
    }
    for (uint32_t i = 0; i < binding.argument_count && i < function->parameter_count; i++) {
        BlockId parameter = points_to_variable_block(state, callee, function->parameters[i]);
        bind_argument(state, points_to_location(state, parameter, 0), &binding.arguments[i]);
    }
    if (!binding.result) return;
    LocationId from = points_to_location(state, state->contexts.items[callee].result, 0);
    LocationId to = points_to_location(state, binding.result, 0);
    if (binding.result_size)
        points_to_mirror(state, from, to, (int64_t)binding.result_size);
    else if (to)
        points_to_add_edge(state, state->locations.items[from].cell, state->locations.items[to].cell);
}

void points_to_enter_root(PointsTo *state, FunctionId function) {
    ContextId root = points_to_base_context(state, function);
    give_unknown_arguments(state, root);
    points_to_escape(state, state->contexts.items[root].result);
}

void points_to_call_back(PointsTo *state, uint32_t id, FunctionId function) {
    bool is_new;
    pair_map_slot(&state->seen_map, state->arena, UINT64_MAX, (uint64_t)id << 32 | function, &is_new);
    const Function *target = program_function(state->program, function);
    if (!is_new || !target->is_defined) return;
    ContextId callee = points_to_base_context(state, function);
    if (!state->is_callback[function]) points_to_enter_root(state, function);
    state->is_callback[function] = true;
    if (!id) return;
    Binding binding = state->bindings.items[id]; // qsort, pthread_cleanup_push: its other arguments come back
    for (uint32_t i = 0; i < target->parameter_count; i++)
        for (uint32_t k = 0; k < binding.argument_count; k++) {
            BlockId parameter = points_to_variable_block(state, callee, target->parameters[i]);
            Argument argument = {binding.arguments[k].value, 0};
            bind_argument(state, points_to_location(state, parameter, 0), &argument);
        }
}
