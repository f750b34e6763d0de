// SPDX-License-Identifier: MIT
#include "solver/net_build_walk.h"

enum { MOST_DEPTH = 16, MOST_CANDIDATES = 256 };

static bool has_candidate(const Candidates *candidates, Pointee pointee) {
    for (uint32_t i = 0; i < candidates->items.count; i++)
        if (candidates->items.items[i].site == pointee.site && candidates->items.items[i].offset == pointee.offset)
            return true;
    return false;
}

// What may be too many objects may be any.
static void add_set(Builder *builder, Candidates *candidates, PointeeSet set, int64_t offset) {
    candidates->has_unknown |= set.has_unknown;
    for (uint32_t i = 0; i < set.count; i++) {
        Pointee pointee = set.items[i];
        if (pointee.site == 0 || candidates->items.count == MOST_CANDIDATES) {
            candidates->has_unknown = true;
            continue;
        }
        if (pointee.offset >= 0) pointee.offset += offset;
        if (has_candidate(candidates, pointee)) continue;
        if (candidates->items.count == MOST_CANDIDATES) {
            candidates->has_unknown = true;
            return;
        }
        array_push(&candidates->items, builder->arena, pointee);
    }
}

static void add_all(Builder *builder, Candidates *candidates, Candidates others, int64_t offset) {
    PointeeSet set = {others.items.items, others.items.count, others.has_unknown};
    add_set(builder, candidates, set, offset);
}

static Candidates memory_of(Builder *builder, Candidates addresses) {
    Candidates result = {.has_unknown = addresses.has_unknown};
    for (uint32_t i = 0; i < addresses.items.count; i++)
        add_set(builder, &result, points_to_of_memory(builder->points_to, addresses.items.items[i]), 0);
    return result;
}

// The value that a parameter was given in this call chain, or a local once and for all, and the context to read it
// in; 0 when it is not known.
static ExprId bound_argument(Builder *builder, ContextId context, VariableId parameter, ContextId *outer) {
    const Context *now = &builder->contexts.items[context];
    const Function *function = program_function(builder->program, now->function);
    *outer = now->caller ? now->caller : now->spawner;
    if (program_variable(builder->program, parameter)->is_address_taken) return 0;
    if (program_variable(builder->program, parameter)->kind != VARIABLE_PARAMETER) {
        *outer = context; // a local that is set once stands for its value
        return builder->definition_count[parameter] == 1 ? builder->definition[parameter] : 0;
    }
    if (!*outer || builder->definition_count[parameter]) return 0;
    uint32_t index = 0;
    while (index < function->parameter_count && function->parameters[index] != parameter) index++;
    if (index == function->parameter_count) return 0;
    const Node *call = &program_function(builder->program, builder->contexts.items[*outer].function)->nodes[now->call];
    if (call->kind == NODE_CALL) return index < call->argument_count ? call->arguments[index] : 0;
    SpawnStyle style = program_api(builder->program, call->api)->spawn_style;
    bool is_plain = style == SPAWN_CALL || style == SPAWN_CALL_EXPRESSION;
    return is_plain ? event_spawn_argument(builder->program, call, index) : 0;
}

static VariableId loaded_variable(const Program *program, const Expr *expr) {
    if (expr->kind != EXPR_LOAD) return 0;
    const Expr *address = program_expr(program, expr->left);
    if (address->kind != EXPR_VARIABLE_ADDRESS) return 0;
    VariableKind kind = program_variable(program, address->reference)->kind;
    bool is_local = kind == VARIABLE_PARAMETER || kind == VARIABLE_LOCAL || kind == VARIABLE_TEMPORARY;
    return is_local ? address->reference : 0;
}

// Whether the expression depends on what a parameter was given, so that the call chain tells more than the sets do.
// `depth` ends definitions that refer to themselves.
static bool depends_on_chain(Builder *builder, ContextId context, ExprId id, uint32_t depth) {
    if (!id || depth == 0) return false;
    const Program *program = builder->program;
    const Expr *expr = program_expr(program, id);
    VariableId variable = loaded_variable(program, expr);
    if (variable) {
        ContextId outer;
        ExprId value = bound_argument(builder, context, variable, &outer);
        bool is_parameter = program_variable(program, variable)->kind == VARIABLE_PARAMETER;
        return value && (is_parameter || depends_on_chain(builder, context, value, depth - 1));
    }
    switch (expr->kind) {
    case EXPR_LOAD:
    case EXPR_FIELD:
    case EXPR_CONVERT: return depends_on_chain(builder, context, expr->left, depth - 1);
    case EXPR_ELEMENT:
        return program_expr(program, expr->right)->kind == EXPR_CONSTANT &&
               depends_on_chain(builder, context, expr->left, depth - 1);
    default: return false;
    }
}

Candidates build_resolve(Builder *builder, ContextId context, ExprId id) {
    const Program *program = builder->program;
    const Expr *expr = program_expr(program, id);
    Candidates result = {0};
    FunctionId function = builder->contexts.items[context].function;
    if (!depends_on_chain(builder, context, id, MOST_DEPTH)) {
        add_set(builder, &result, points_to_of_expr(builder->points_to, function, id), 0);
        return result;
    }
    VariableId parameter = loaded_variable(program, expr);
    ContextId outer;
    if (parameter) return build_resolve(builder, outer, bound_argument(builder, context, parameter, &outer));
    switch (expr->kind) {
    case EXPR_LOAD: return memory_of(builder, build_resolve(builder, context, expr->left));
    case EXPR_FIELD:
        add_all(builder, &result, build_resolve(builder, context, expr->left), expr->constant);
        return result;
    case EXPR_ELEMENT:
        add_all(builder, &result, build_resolve(builder, context, expr->left),
                expr->constant * program_expr(program, expr->right)->constant);
        return result;
    default: return build_resolve(builder, context, expr->left);
    }
}

Candidates build_operand(Walk *walk, OperandRole role) {
    Builder *builder = walk->builder;
    Candidates result = {0};
    FunctionId function = builder->contexts.items[walk->context].function;
    Operand operand = api_operand(program_api(builder->program, walk->node->api), role);
    ExprId expr = event_operand(builder->program, walk->node, role);
    bool is_pointee = operand.source == SOURCE_POINTEE;
    if (expr && depends_on_chain(builder, walk->context, expr, MOST_DEPTH)) {
        result = build_resolve(builder, walk->context, expr);
        if (is_pointee) result = memory_of(builder, result);
        if (result.items.count || result.has_unknown) return result;
    }
    add_set(builder, &result, points_to_of_operand(builder->points_to, function, walk->node_id, role), 0);
    return result;
}

static const Api *maker_of(const Builder *builder, SiteId id) {
    const Site *site = points_to_site(builder->points_to, id);
    if (site->kind != SITE_OBJECT) return NULL;
    const Node *node = &program_function(builder->program, site->function)->nodes[site->node];
    return node->kind == NODE_EVENT ? program_api(builder->program, node->api) : NULL;
}

const ChannelRules *build_rules(Builder *builder, NetObjectId object) {
    const Api *maker = maker_of(builder, builder->object_keys.items[object].site);
    return maker ? &maker->rules : NULL;
}

NetObjectId build_object(Builder *builder, Pointee pointee, ObjectKind kind, uint8_t stream) {
    if (!pointee.site || points_to_site(builder->points_to, pointee.site)->is_escaped) return 0;
    if (kind == OBJECT_CHANNEL_PAIR && pointee.offset > 0) pointee.offset -= pointee.offset & 1;
    for (NetObjectId i = 1; i < builder->object_keys.count; i++) {
        const ObjectKey *key = &builder->object_keys.items[i];
        if (key->site == pointee.site && key->offset == pointee.offset && key->stream == stream) return i;
    }
    const Api *maker = maker_of(builder, pointee.site);
    const char *name = points_to_site_name(builder->points_to, builder->arena, pointee.site);
    if (pointee.offset > 0) name = arena_format(builder->arena, "%s+%lld", name, (long long)pointee.offset);
    NetObject object = {.kind = kind, .name = name, .wakes_spuriously = true};
    object.is_single = pointee.offset >= 0 && points_to_is_single(builder->points_to, pointee);
    object.is_unbounded = maker && maker->capacity == CAPACITY_UNBOUNDED;
    object.drains = !maker || maker->rules.drains;
    bool is_channel = kind == OBJECT_CHANNEL || kind == OBJECT_CHANNEL_PAIR;
    bool needs_capacity = is_channel || kind == OBJECT_SEMAPHORE || kind == OBJECT_BARRIER;
    bool is_fixed = maker && maker->capacity != CAPACITY_OPERAND && is_channel;
    array_push(&builder->object_keys, builder->arena, (ObjectKey){pointee.site, pointee.offset, kind, stream});
    array_push(&builder->object_is_made, builder->arena, !needs_capacity || is_fixed);
    return net_add_object(builder->net, object);
}

enum { STREAM_OF_LISTENERS = 128 };

NetObjectId build_listeners(Builder *builder, NetObjectId channel) {
    ObjectKey key = builder->object_keys.items[channel];
    key.stream |= STREAM_OF_LISTENERS;
    key.kind = OBJECT_CONDITION;
    for (NetObjectId i = 1; i < builder->object_keys.count; i++) {
        const ObjectKey *other = &builder->object_keys.items[i];
        if (other->site == key.site && other->offset == key.offset && other->stream == key.stream) return i;
    }
    NetObject object = {.kind = OBJECT_CONDITION, .is_single = builder->net->objects.items[channel].is_single};
    object.name = arena_format(builder->arena, "listeners of %s", builder->net->objects.items[channel].name);
    array_push(&builder->object_keys, builder->arena, key);
    array_push(&builder->object_is_made, builder->arena, true);
    return net_add_object(builder->net, object);
}

// On each way the capacity is what that way says.
static Known pinned_capacity(Walk *walk, Known known) {
    ValueType type = {.kind = TYPE_SIGNED, .size = 8};
    Known symbol = build_symbol(walk->builder, (SymbolKey){4, walk->context, walk->node_id, 0, 0}, "capacity", type);
    build_pin(walk->builder, symbol.amount.symbol, known);
    return symbol;
}

static void set_capacity(Walk *walk, NetObjectId id, Known known) {
    Builder *builder = walk->builder;
    NetObject *object = &builder->net->objects.items[id];
    bool *is_made = &builder->object_is_made.items[id];
    if (known.kind != KNOWN_AMOUNT || object->is_unbounded) return;
    NetAmount amount = known.amount;
    bool is_other =
        *is_made && (object->capacity.symbol != amount.symbol || object->capacity.constant != amount.constant);
    if (is_other) { // made in two ways: some value
        if (build_is_once(builder, walk->context, walk->node_id))
            build_note_varying(builder, walk->context, walk->node_id, false);
        amount = (NetAmount){net_add_symbol(builder->net, "capacity"), 0};
        array_push(&builder->symbol_keys, builder->arena, (SymbolKey){0});
    }
    object->capacity = amount;
    *is_made = true;
}

static void add_made(Walk *walk, Candidates *made) {
    Builder *builder = walk->builder;
    const Context *context = &builder->contexts.items[walk->context];
    FunctionId caller = context->caller ? builder->contexts.items[context->caller].function : 0;
    SiteId site = 0;
    if (caller)
        site = points_to_site_of_node(builder->points_to, context->function, walk->node_id, caller, context->call);
    if (!site) site = points_to_site_of_node(builder->points_to, context->function, walk->node_id, 0, 0);
    if (site) array_push(&made->items, builder->arena, (Pointee){site, 0});
}

void build_made(Walk *walk) {
    Builder *builder = walk->builder;
    const Api *api = program_api(builder->program, walk->node->api);
    bool is_channel = api->object == OBJECT_CHANNEL || api->object == OBJECT_CHANNEL_PAIR;
    bool is_counted = api->object == OBJECT_SEMAPHORE || api->object == OBJECT_BARRIER;
    if ((!is_channel && !is_counted) || (is_channel && api->capacity != CAPACITY_OPERAND)) return;
    Operand operand = api_operand(api, OPERAND_CAPACITY);
    Known known = {0};
    if (operand.source == SOURCE_CONSTANT) known = known_constant(operand.constant);
    ExprId expr = event_operand(builder->program, walk->node, OPERAND_CAPACITY);
    if (operand.source == SOURCE_ARGUMENT && expr) known = build_evaluate(builder, &walk->environment, expr);
    if (known.kind == KNOWN_NOTHING && build_is_once(builder, walk->context, walk->node_id)) {
        ValueType type = {.kind = TYPE_UNSIGNED, .size = 8};
        known = build_symbol(builder, (SymbolKey){1, walk->context, walk->node_id, 0, 0}, "capacity", type);
    }
    if (build_is_varying(builder, walk->context, walk->node_id) && build_is_once(builder, walk->context, walk->node_id))
        known = pinned_capacity(walk, known);
    Candidates made = {0};
    if (api->event == EVENT_MAKE)
        add_made(walk, &made);
    else
        made = build_operand(walk, OPERAND_OBJECT);
    for (uint32_t i = 0; i < made.items.count; i++) {
        uint8_t streams = api->object == OBJECT_CHANNEL_PAIR ? 2 : 1;
        for (uint8_t stream = 0; stream < streams; stream++) {
            NetObjectId object = build_object(builder, made.items.items[i], api->object, stream);
            if (object) set_capacity(walk, object, known);
        }
    }
}

void build_unknown_capacities(Builder *builder) {
    Net *net = builder->net;
    for (NetObjectId i = 1; i < net->objects.count; i++) {
        if (builder->object_is_made.items[i] || net->objects.items[i].is_unbounded) continue;
        NetSymbolId symbol = net_add_symbol(net, "capacity");
        array_push(&builder->symbol_keys, builder->arena, (SymbolKey){0});
        array_push(&net->assumptions, net->arena, (PathConstraint){symbol, 0, 0, OPERATOR_GREATER_EQUAL});
        net->objects.items[i].capacity = (NetAmount){symbol, 0};
    }
}
