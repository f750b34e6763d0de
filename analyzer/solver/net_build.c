// SPDX-License-Identifier: MIT
#include "link/tracked_variable.h"
#include "solver/net_build_predicate.h"
#include "solver/net_monitor.h"

#include <string.h>

enum { MOST_CONTEXTS = 2000, MOST_DEPTH = 32, MOST_TASKS = 64, MOST_ROUNDS = 8 };

NetSource build_source(const Builder *builder, ContextId context, NodeId node) {
    FunctionId function = builder->contexts.items[context].function;
    const char *label = NULL;
    const Node *at = node ? &program_function(builder->program, function)->nodes[node] : NULL;
    if (at && at->kind == NODE_EVENT) label = event_kind_name(program_api(builder->program, at->api)->event);
    return (NetSource){function, node, label};
}

void build_gap(Builder *builder, ContextId context, NodeId node, const char *reason) {
    NetSource source = build_source(builder, context, node);
    for (uint32_t i = 0; i < builder->net->gaps.count; i++) {
        const NetGap *gap = &builder->net->gaps.items[i];
        if (gap->source.function == source.function && gap->source.node == node && !strcmp(gap->reason, reason)) return;
    }
    net_add_gap(builder->net, source, reason);
}

NetTransitionId build_connect(Builder *builder, NetTransition transition) {
    NetTransitionId id = net_add_transition(builder->net, transition);
    for (uint32_t i = 0; i < builder->pins.count; i++) net_add_guard(builder->net, id, builder->pins.items[i]);
    builder->pins.count = 0;
    return id;
}

static Varying *find_varying(const Builder *builder, FunctionId function, NodeId node) {
    for (uint32_t i = 0; i < builder->varying->items.count; i++) {
        Varying *varying = &builder->varying->items.items[i];
        if (varying->function == function && varying->node == node) return varying;
    }
    return NULL;
}

bool build_is_varying(const Builder *builder, ContextId context, NodeId node) {
    return find_varying(builder, builder->contexts.items[context].function, node) != NULL;
}

bool build_is_unknown(const Builder *builder, FunctionId function, NodeId node) {
    const Varying *varying = find_varying(builder, function, node);
    return varying && varying->is_unknown;
}

void build_note_varying(Builder *builder, ContextId context, NodeId node, bool is_unknown) {
    FunctionId function = builder->contexts.items[context].function;
    Varying *known = find_varying(builder, function, node);
    if (known && (known->is_unknown || !is_unknown)) return;
    if (known)
        known->is_unknown = true;
    else
        array_push(&builder->varying->items, builder->arena, (Varying){function, node, is_unknown});
    builder->varying->has_new = true;
}

void build_pin(Builder *builder, NetSymbolId symbol, Known known) {
    if (known.kind != KNOWN_AMOUNT || known.amount.symbol == symbol) return;
    PathConstraint pin = {symbol, known.amount.symbol, known.amount.constant, OPERATOR_EQUAL};
    array_push(&builder->pins, builder->arena, pin);
}

const Function *build_function(const Builder *builder, ContextId context) {
    return program_function(builder->program, builder->contexts.items[context].function);
}

bool build_is_once(Builder *builder, ContextId context, NodeId node) {
    const Context *now = &builder->contexts.items[context];
    if (!now->is_once) return false;
    return !node || !build_function_facts(builder, now->function)->flow->is_on_cycle[node];
}

static NetPlaceId process_end_place(Builder *builder, NetTaskId task) {
    for (NetPlaceId i = 1; i < builder->net->places.count; i++)
        if (builder->net->places.items[i].task == task && builder->net->places.items[i].is_process_end) return i;
    NetPlaceId place = net_add_place(builder->net, task);
    builder->net->places.items[place].is_process_end = true;
    return place;
}

// A task of a group counts it down first.
NetPlaceId build_end_place(Builder *builder, NetTaskId task, bool of_process) {
    TaskFacts *facts = &builder->task_facts.items[task];
    if (of_process) return process_end_place(builder, task);
    if (facts->ending) return facts->ending;
    NetPlaceId end = facts->ending = net_add_place(builder->net, task);
    builder->net->places.items[end].is_end = true;
    if (!facts->group) return end;
    facts->ending = net_add_place(builder->net, task);
    NetTransition done = {.from = facts->ending, .to = end, .action = NET_DONE, .object = facts->group};
    net_add_transition(builder->net, done);
    return facts->ending;
}

static void step_to(Walk *walk, NetPlaceId from, NetPlaceId to) {
    NetTransition transition = {.from = from, .to = to};
    transition.source = build_source(walk->builder, walk->context, walk->node_id);
    build_connect(walk->builder, transition);
}

static void step_over(Walk *walk, NetPlaceId from) {
    Environment environment = walk->environment;
    build_define(walk->builder, &environment, walk->context, walk->node_id, walk->node->result, (Known){0});
    step_to(walk, from, build_place_at(walk->builder, walk->context, walk->node->next, &environment));
}

static bool is_recursive(const Builder *builder, ContextId context, FunctionId function) {
    for (ContextId i = context; i; i = builder->contexts.items[i].caller)
        if (builder->contexts.items[i].function == function) return true;
    return false;
}

static ContextId find_context(Builder *builder, Context wanted) {
    for (ContextId i = 1; i < builder->contexts.count; i++) {
        const Context *other = &builder->contexts.items[i];
        if (other->caller == wanted.caller && other->function == wanted.function && other->call == wanted.call &&
            other->task == wanted.task)
            return i;
    }
    array_push(&builder->contexts, builder->arena, wanted);
    return builder->contexts.count - 1;
}

static void pass_arguments(Walk *walk, ContextId callee, Environment *environment) {
    Builder *builder = walk->builder;
    const Function *function = build_function(builder, callee);
    bool is_call = walk->node->kind == NODE_CALL;
    for (uint32_t i = 0; i < function->parameter_count; i++) {
        Known known = {0};
        if (is_call && i < walk->node->argument_count)
            known = build_evaluate(builder, &walk->environment, walk->node->arguments[i]);
        build_define(builder, environment, callee, 0, function->parameters[i], known);
        build_cell_parameter(builder, callee, function->parameters[i], known);
    }
}

void build_call(Walk *walk, FunctionId callee, NetPlaceId from) {
    Builder *builder = walk->builder;
    const Function *function = program_function(builder->program, callee);
    if (!function->is_defined) {
        if (walk->node->next)
            step_over(walk, from);
        else
            step_to(walk, from, build_end_place(builder, builder->contexts.items[walk->context].task, true));
        return;
    }
    Context now = builder->contexts.items[walk->context];
    const char *reason = NULL;
    if (is_recursive(builder, walk->context, callee))
        reason = "recursion";
    else if (now.depth >= MOST_DEPTH || builder->contexts.count >= MOST_CONTEXTS)
        reason = "too many calls";
    if (reason) {
        build_gap(builder, walk->context, walk->node_id, reason);
        step_over(walk, from);
        return;
    }
    Context inner = {.task = now.task, .caller = walk->context, .function = callee, .call = walk->node_id};
    inner.result = walk->node->kind == NODE_CALL ? walk->node->result : 0;
    inner.depth = now.depth + 1;
    inner.is_once = build_is_once(builder, walk->context, walk->node_id);
    ContextId context = find_context(builder, inner);
    Environment environment = walk->environment;
    pass_arguments(walk, context, &environment);
    step_to(walk, from, build_place_at(builder, context, function->entry, &environment));
}

static void expand_call(Walk *walk) {
    Builder *builder = walk->builder;
    FunctionId function = builder->contexts.items[walk->context].function;
    FunctionSet callees = points_to_callees(builder->points_to, function, walk->node_id);
    bool is_direct = program_expr(builder->program, walk->node->callee)->kind == EXPR_FUNCTION_ADDRESS;
    if (callees.count == 0 || (callees.has_unknown && !is_direct)) {
        if (walk->node->next)
            step_over(walk, walk->place);
        else
            step_to(walk, walk->place, build_end_place(builder, builder->contexts.items[walk->context].task, true));
    }
    for (uint32_t i = 0; i < callees.count; i++) build_call(walk, callees.items[i], walk->place);
}

static bool is_spawned_in_chain(const Builder *builder, ContextId context, FunctionId function, NodeId node) {
    while (context) {
        const Context *now = &builder->contexts.items[context];
        ContextId outer = now->caller ? now->caller : now->spawner;
        if (!now->caller && outer && now->call == node && builder->contexts.items[outer].function == function)
            return true;
        context = outer;
    }
    return false;
}

// argc is not negative (C17 5.1.2.2.1).
static Known argument_count(Builder *builder, ContextId context, const Function *entry) {
    const Variable *count = program_variable(builder->program, entry->parameters[0]);
    if (!entry->is_entry || count->type.kind != TYPE_SIGNED) return (Known){0};
    Known known = build_symbol(builder, (SymbolKey){1, context, 0, entry->parameters[0], 0}, count->name, count->type);
    PathConstraint bound = {known.amount.symbol, 0, 0, OPERATOR_GREATER_EQUAL};
    array_push(&builder->net->assumptions, builder->net->arena, bound);
    return known;
}

static NetTaskId new_task(Builder *builder, TaskKey key, NetAmount initial, TaskFacts facts) {
    const Function *function = program_function(builder->program, key.entry);
    NetTaskId task = net_add_task(builder->net, function->name, initial);
    builder->net->tasks.items[task].entry_function = key.entry;
    array_push(&builder->task_keys, builder->arena, key);
    array_push(&builder->task_facts, builder->arena, facts);
    Context bottom = {
        .task = task, .spawner = key.spawner, .function = key.entry, .call = key.node, .is_once = facts.is_once};
    array_push(&builder->contexts, builder->arena, bottom);
    ContextId context = builder->contexts.count - 1;
    Environment environment;
    memset(&environment, 0, sizeof environment);
    for (uint32_t i = 0; i < function->parameter_count; i++) {
        Known known = {0};
        if (!i && !key.spawner) known = argument_count(builder, context, function);
        build_define(builder, &environment, context, 0, function->parameters[i], known);
        build_cell_parameter(builder, context, function->parameters[i], known);
    }
    NetPlaceId first = build_place_at(builder, context, function->entry, &environment);
    build_connect(builder, (NetTransition){.from = builder->net->tasks.items[task].entry, .to = first});
    return task;
}

void build_spawn(Walk *walk, FunctionId entry, NetPlaceId from) {
    Builder *builder = walk->builder;
    TaskKey key = {walk->context, builder->contexts.items[walk->context].function, entry, walk->node_id};
    NetTaskId task = 0;
    for (NetTaskId i = 1; i < builder->task_keys.count; i++)
        if (!memcmp(&builder->task_keys.items[i], &key, sizeof key)) task = i;
    bool is_known = program_function(builder->program, entry)->is_defined;
    if (!task && (!is_known || builder->net->tasks.count > MOST_TASKS ||
                  is_spawned_in_chain(builder, walk->context, key.function, key.node))) {
        build_gap(builder, walk->context, walk->node_id,
                  is_known ? "tasks that spawn their own kind" : "a task whose function is not defined here");
        step_over(walk, from);
        return;
    }
    NetObjectId group = build_group(walk);
    TaskFacts facts = {.is_once = build_is_once(builder, walk->context, walk->node_id), .group = group};
    if (!task) task = new_task(builder, key, net_constant(0), facts);
    from = build_group_add(walk, from, group);
    build_outcome(walk, from, (NetTransition){.action = NET_SPAWN, .task = task}, OUTCOME_OK);
}

static void expand_branch(Walk *walk) {
    Builder *builder = walk->builder;
    NetTransitionId true_way, false_way;
    build_branch(walk, walk->node->value, walk->node->next, walk->node->otherwise, &true_way, &false_way);
    const FunctionFacts *facts = build_function_facts(builder, builder->contexts.items[walk->context].function);
    NetPlace *place = &builder->net->places.items[walk->place];
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        const BuildLoop *loop = &facts->loops.items[i];
        if (loop->branch != walk->node_id || !loop->is_counted) continue;
        place->body = loop->is_body_next ? true_way : false_way;
        place->exit = loop->is_body_next ? false_way : true_way;
    }
}

static void expand(Builder *builder, Point point) {
    builder->context = point.context;
    builder->node = point.node;
    const Function *function = build_function(builder, point.context);
    Walk walk = {builder,     point.context,
                 point.node,  &function->nodes[point.node],
                 point.place, builder->environments.items[point.environment]};
    switch (walk.node->kind) {
    case NODE_BRANCH: expand_branch(&walk); break;
    case NODE_SWITCH: build_switch(&walk); break;
    case NODE_CALL: expand_call(&walk); break;
    case NODE_EVENT: build_event(&walk); break;
    case NODE_ASSIGN:
    case NODE_ZERO: build_cell_write(&walk); break;
    default: step_over(&walk, walk.place); break;
    }
}

static bool is_meant(const Builder *builder, const PendingJoin *join, NetTaskId task) {
    const TaskKey *key = &builder->task_keys.items[task];
    return key->spawner && key->function == join->function && key->node == join->node;
}

static bool has_default(const Net *net, NetPlaceId place) {
    for (NetTransitionId i = 1; i < net->transitions.count; i++)
        if (net->transitions.items[i].from == place && net->transitions.items[i].action == NET_DEFAULT) return true;
    return false;
}

// Which of several tasks it waits for is chosen when it comes there: each way goes to a place where it joins that one.
static void join_several(Builder *builder, const PendingJoin *join) {
    Net *net = builder->net;
    NetTransition joining = net->transitions.items[join->transition];
    NetTransitionId choosing = join->transition;
    net->transitions.items[choosing].action = NET_STEP;
    if (has_default(net, joining.from)) {
        net_add_gap(net, joining.source, "a try to join one of several tasks");
        return;
    }
    for (NetTaskId task = 1; task < builder->task_keys.count; task++) {
        if (!is_meant(builder, join, task)) continue;
        NetPlaceId chosen = net_add_place(net, net->places.items[joining.from].task);
        net->places.items[chosen].source = joining.source;
        if (!choosing) choosing = net_add_transition(net, joining);
        net->transitions.items[choosing].action = NET_STEP;
        net->transitions.items[choosing].to = chosen;
        choosing = 0;
        NetTransition at = joining;
        at.from = chosen;
        at.task = task;
        net_add_transition(net, at);
    }
}

static void resolve_joins(Builder *builder) {
    for (uint32_t i = 0; i < builder->joins.count; i++) {
        const PendingJoin *join = &builder->joins.items[i];
        NetTransition *transition = &builder->net->transitions.items[join->transition];
        uint32_t found = 0;
        for (NetTaskId task = 1; task < builder->task_keys.count; task++) {
            if (!is_meant(builder, join, task)) continue;
            transition->task = task;
            found++;
        }
        if (found == 1) continue;
        transition->task = 0;
        if (found == 0)
            transition->action = NET_STEP;
        else
            join_several(builder, join);
    }
}

static void find_definitions(NetShared *shared) {
    const Program *program = shared->program;
    shared->definition_count = arena_new_array(shared->arena, uint32_t, program->variables.count);
    shared->definition = arena_new_array(shared->arena, ExprId, program->variables.count);
    for (FunctionId i = 1; i < program->functions.count; i++) {
        const Function *function = program_function(program, i);
        for (NodeId node = 1; node < function->node_count; node++) {
            VariableId variable = variable_assigned_by(program, &function->nodes[node]);
            shared->definition_count[variable]++;
            bool is_plain = function->nodes[node].kind == NODE_ASSIGN;
            shared->definition[variable] = is_plain ? function->nodes[node].value : 0;
        }
    }
}

typedef struct Reached {
    bool *is_reached;
    ARRAY(FunctionId) open;
} Reached;

static void reach(const NetShared *shared, Reached *reached, FunctionId function) {
    if (reached->is_reached[function] || !program_function(shared->program, function)->is_defined) return;
    reached->is_reached[function] = true;
    array_push(&reached->open, shared->arena, function);
}

static void reach_callees(const NetShared *shared, Reached *reached, FunctionId function, NodeId id, RootGaps *found) {
    const Node *node = &program_function(shared->program, function)->nodes[id];
    if (node->kind != NODE_CALL && node->kind != NODE_EVENT) return;
    FunctionSet callees = points_to_callees(shared->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++) reach(shared, reached, callees.items[i]);
    bool is_direct = program_expr(shared->program, node->callee)->kind == EXPR_FUNCTION_ADDRESS;
    if (node->kind == NODE_CALL && callees.has_unknown && !is_direct)
        array_push(&found->gaps, shared->arena,
                   (NetGap){"call through a pointer of unknown target", {function, id, NULL}});
}

// Slicing may leave out calls of unknown targets, which could do anything.
static const RootGaps *find_unknown_calls(NetShared *shared, FunctionId root) {
    for (uint32_t i = 0; i < shared->unknown_calls.count; i++)
        if (shared->unknown_calls.items[i].root == root) return &shared->unknown_calls.items[i];
    RootGaps found = {.root = root};
    Reached reached = {.is_reached = arena_new_array(shared->arena, bool, shared->program->functions.count)};
    reach(shared, &reached, root);
    while (reached.open.count) {
        FunctionId function = reached.open.items[--reached.open.count];
        uint32_t node_count = program_function(shared->program, function)->node_count;
        for (NodeId node = 1; node < node_count; node++) reach_callees(shared, &reached, function, node, &found);
    }
    array_push(&shared->unknown_calls, shared->arena, found);
    return &shared->unknown_calls.items[shared->unknown_calls.count - 1];
}

static void add_unknown_calls(Builder *builder, FunctionId root) {
    const RootGaps *found = find_unknown_calls(builder->shared, root);
    for (uint32_t i = 0; i < found->gaps.count; i++)
        net_add_gap(builder->net, found->gaps.items[i].source, found->gaps.items[i].reason);
}

static void finish_trips(Builder *builder) {
    for (NetPlaceId i = 1; i < builder->net->places.count; i++) {
        NetPlace *place = &builder->net->places.items[i];
        if (!place->body || !place->exit) place->has_trip = false;
    }
}

static Net *build_once(Builder *builder, const FunctionId *roots, uint32_t root_count, const char *name) {
    Arena *arena = builder->arena;
    builder->net = net_create(arena, name);
    builder->facts = arena_new_array(arena, FunctionFacts *, builder->program->functions.count);
    builder->point_slots = arena_new_array(arena, uint32_t, POINT_SLOTS);
    array_push(&builder->contexts, arena, (Context){0});
    array_push(&builder->object_keys, arena, (ObjectKey){0});
    array_push(&builder->object_is_made, arena, true);
    array_push(&builder->symbol_keys, arena, (SymbolKey){0});
    array_push(&builder->task_keys, arena, (TaskKey){0});
    array_push(&builder->task_facts, arena, (TaskFacts){0});
    if (!points_to_is_complete(builder->points_to)) net_add_gap(builder->net, (NetSource){0}, "points-to budget");
    for (uint32_t i = 0; i < root_count; i++) add_unknown_calls(builder, roots[i]);
    for (uint32_t i = 0; i < root_count; i++)
        new_task(builder, (TaskKey){0, 0, roots[i], 0}, net_constant(1), (TaskFacts){.is_once = true});
    for (uint32_t i = 0; i < builder->points.count; i++) expand(builder, builder->points.items[i]);
    resolve_joins(builder);
    build_resolve_cancels(builder);
    finish_trips(builder);
    build_resolve_recursion(builder);
    build_drop_leaf_locks(builder);
    build_unknown_capacities(builder);
    net_find_predicates(builder->net);
    return builder->net;
}

// Some maker of locks tells that they may be of another kind than their operations say.
static bool has_lock_kinds(const Program *program) {
    for (ApiId i = 1; i < program->apis.count; i++) {
        const Api *api = program_api(program, i);
        bool is_maker = api->event == EVENT_MAKE || api->event == EVENT_INIT;
        bool is_lock = api->object == OBJECT_MUTEX || api->object == OBJECT_READ_WRITE_LOCK;
        bool tells = api_operand(api, OPERAND_ATTRIBUTE).source != SOURCE_NONE || api->recursion != RECURSION_COUNTS;
        if (is_maker && is_lock && tells) return true;
    }
    return false;
}

NetShared *net_share(const Program *program, const PointsTo *points_to, Arena *arena) {
    NetShared *shared = arena_new(arena, NetShared);
    shared->program = build_program_with_private_locals(program, arena);
    shared->points_to = points_to;
    shared->arena = arena;
    shared->locks_have_kinds = has_lock_kinds(program);
    find_definitions(shared);
    build_find_cancels(shared);
    build_find_writes(shared);
    build_find_shared_cells(shared);
    return shared;
}

// Built again when a value turns out to differ from way to way; a last time with what is left as a gap.
Net *net_build_shared(NetShared *shared, const Relevance *relevance, const FunctionId *roots, uint32_t root_count,
                      const char *name, Arena *arena) {
    VaryingList varying = {0};
    for (uint32_t round = 0;; round++) {
        Builder builder = {.program = shared->program, .points_to = shared->points_to, .relevance = relevance};
        builder.arena = arena;
        builder.shared = shared;
        builder.definition_count = shared->definition_count;
        builder.definition = shared->definition;
        builder.varying = &varying;
        varying.has_new = false;
        Net *net = build_once(&builder, roots, root_count, name);
        if (!varying.has_new) return net;
        if (round < MOST_ROUNDS) continue;
        net_add_gap(net, (NetSource){0}, "values that differ from way to way");
        return net;
    }
}

Net *net_build(const Program *program, const PointsTo *points_to, const Relevance *relevance, const FunctionId *roots,
               uint32_t root_count, const char *name, Arena *arena) {
    return net_build_shared(net_share(program, points_to, arena), relevance, roots, root_count, name, arena);
}
