// SPDX-License-Identifier: MIT
#include "solver/net_build_walk.h"

#include "base/hash.h"
#include "base/status.h"

#include <string.h>

enum { MOST_POINTS = 4000, MOST_CONTEXTS = 2000, MOST_DEPTH = 32, MOST_STEPS = 10000, MOST_TASKS = 64, SLOTS = 16384 };

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

const Function *build_function(const Builder *builder, ContextId context) {
    return program_function(builder->program, builder->contexts.items[context].function);
}

bool build_is_once(Builder *builder, ContextId context, NodeId node) {
    const Context *now = &builder->contexts.items[context];
    if (!now->is_once) return false;
    return !node || !build_function_facts(builder, now->function)->flow->is_on_cycle[node];
}

NetPlaceId build_end_place(Builder *builder, NetTaskId task, bool of_process) {
    for (NetPlaceId i = 1; i < builder->net->places.count; i++) {
        const NetPlace *place = &builder->net->places.items[i];
        if (place->task == task && (of_process ? place->is_process_end : place->is_end)) return i;
    }
    NetPlaceId place = net_add_place(builder->net, task);
    if (of_process)
        builder->net->places.items[place].is_process_end = true;
    else
        builder->net->places.items[place].is_end = true;
    return place;
}

static EnvironmentId intern(Builder *builder, const Environment *environment) {
    for (EnvironmentId i = builder->environments.count; i-- > 0;)
        if (!memcmp(&builder->environments.items[i], environment, sizeof *environment)) return i;
    array_push(&builder->environments, builder->arena, *environment);
    return builder->environments.count - 1;
}

// What is pending for the loop that was entered on the way to a place.
typedef struct Entry {
    const BuildLoop *loop;
    bool has_trip;
    NetAmount trip;
} Entry;

typedef struct Settling {
    Builder *builder;
    ContextId context;
    NodeId node;
    Environment environment;
    Entry entry;
} Settling;

static const FunctionFacts *facts_of(Settling *settling) {
    return build_function_facts(settling->builder, settling->builder->contexts.items[settling->context].function);
}

static NodeId skip_irrelevant(const Builder *builder, ContextId context, NodeId node) {
    if (!node || !builder->relevance) return node;
    return relevance_next(builder->relevance, builder->contexts.items[context].function, node);
}

static uint32_t find_loop_fact(const Settling *settling, uint32_t loop) {
    for (uint32_t i = 0; i < settling->environment.loop_count; i++) {
        const LoopFact *fact = &settling->environment.loops[i];
        if (fact->context == settling->context && fact->loop == loop) return i;
    }
    return UINT32_MAX;
}

static bool holds_lock(const Environment *environment) {
    return environment->fact_count && environment->facts[environment->fact_count - 1].key & HELD_LOCK;
}

// Locks held are the one thing that must not be forgotten silently.
static void forget_all(Settling *settling) {
    if (holds_lock(&settling->environment))
        build_gap(settling->builder, settling->context, settling->node,
                  "a read-write lock held where it is not followed");
    memset(&settling->environment, 0, sizeof settling->environment);
}

static bool hold_equal(const Environment *left, const Environment *right) {
    for (uint32_t i = 0; i < left->fact_count; i++) {
        const Fact *fact = &left->facts[i];
        if (!(fact->key & HELD_LOCK)) continue;
        Known other = environment_get(right, fact->key);
        if (other.kind != KNOWN_AMOUNT || other.amount.constant != fact->known.amount.constant) return false;
    }
    return true;
}

static void add_loop_fact(Settling *settling, LoopFact fact) {
    if (settling->environment.loop_count == LOOP_FACTS) { // too deep to follow
        forget_all(settling);
        return;
    }
    Environment *environment = &settling->environment;
    environment->loops[environment->loop_count++] = fact;
}

static void drop_loop_fact(Environment *environment, uint32_t at) {
    size_t after = (environment->loop_count - at - 1) * sizeof(LoopFact);
    memmove(&environment->loops[at], &environment->loops[at + 1], after);
    memset(&environment->loops[--environment->loop_count], 0, sizeof(LoopFact));
}

static void enter_loop(Settling *settling, uint32_t number, const BuildLoop *loop, bool at_anchor) {
    Builder *builder = settling->builder;
    settling->entry = (Entry){.loop = loop};
    if (at_anchor) settling->entry.has_trip = build_trip(builder, &settling->environment, loop, &settling->entry.trip);
    for (uint32_t i = 0; i < loop->assigned.count; i++)
        environment_set(&settling->environment, loop->assigned.items[i], (Known){0});
    EnvironmentId entry = intern(builder, &settling->environment);
    add_loop_fact(settling, (LoopFact){settling->context, number, entry});
}

// Keeps what is known right at loops: a loop forgets what it assigns when it is entered, and every turn starts with
// what was known then, so that turns meet in one place.
static void follow_loops(Settling *settling) {
    const FunctionFacts *facts = facts_of(settling);
    bool is_in_some = false;
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        const BuildLoop *loop = &facts->loops.items[i];
        uint32_t at = find_loop_fact(settling, i);
        if (!loop->contains[settling->node]) {
            if (at != UINT32_MAX) drop_loop_fact(&settling->environment, at);
            continue;
        }
        is_in_some = true;
        bool at_anchor = skip_irrelevant(settling->builder, settling->context, loop->head) == settling->node;
        if (at == UINT32_MAX) {
            enter_loop(settling, i, loop, at_anchor);
        } else if (at_anchor) {
            LoopFact fact = settling->environment.loops[at];
            Environment *entered = &settling->builder->environments.items[fact.entry];
            if (!hold_equal(entered, &settling->environment) || !hold_equal(&settling->environment, entered))
                build_gap(settling->builder, settling->context, settling->node,
                          "a read-write lock held from one turn of a loop to the next");
            settling->environment = *entered;
            add_loop_fact(settling, fact);
        }
    }
    if (facts->flow->is_on_cycle[settling->node] && !is_in_some) // a cycle with several entries
        forget_all(settling);
}

static void forget_dead(Settling *settling) {
    const FunctionFacts *facts = facts_of(settling);
    FunctionId function = settling->builder->contexts.items[settling->context].function;
    Environment *environment = &settling->environment;
    for (uint32_t i = environment->fact_count; i-- > 0;) {
        uint32_t key = environment->facts[i].key;
        if (key & HELD_LOCK || program_variable(settling->builder->program, key)->function != function) continue;
        if (!build_is_live(facts, settling->node, key)) environment_set(environment, key, (Known){0});
    }
}

// Back in the caller; false at the bottom of the task.
static bool leave_function(Settling *settling, Known value) {
    Builder *builder = settling->builder;
    Context left = builder->contexts.items[settling->context];
    if (!left.caller) return false;
    Environment *environment = &settling->environment;
    for (uint32_t i = environment->fact_count; i-- > 0;) {
        uint32_t key = environment->facts[i].key;
        if (!(key & HELD_LOCK) && program_variable(builder->program, key)->function == left.function)
            environment_set(environment, key, (Known){0});
    }
    for (uint32_t i = environment->loop_count; i-- > 0;)
        if (environment->loops[i].context == settling->context) drop_loop_fact(environment, i);
    settling->context = left.caller;
    build_define(builder, environment, left.caller, left.call, left.result, value);
    settling->node = build_function(builder, left.caller)->nodes[left.call].next;
    return true;
}

static bool is_plain_event(EventKind event) {
    switch (event) {
    case EVENT_HARMLESS:
    case EVENT_DETACH:
    case EVENT_MAKE:
    case EVENT_INIT:
    case EVENT_SELECT_FETCH:
    case EVENT_QUERY_CLOSED:
    case EVENT_QUERY:
    case EVENT_FREE:
    case EVENT_SLEEP:
    case EVENT_YIELD:
    case EVENT_IO:
    case EVENT_ALLOCATE:
    case EVENT_FREE_MEMORY:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY:
    case EVENT_ATOMIC_LOAD:
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE:
    case EVENT_FENCE: return true;
    default: return false;
    }
}

static void pass_event(Settling *settling, const Node *node) {
    Builder *builder = settling->builder;
    EventKind event = program_api(builder->program, node->api)->event;
    if (event == EVENT_MAKE || event == EVENT_INIT) {
        Walk walk = {builder, settling->context, settling->node, node, 0, settling->environment};
        build_made(&walk);
    }
    build_define(builder, &settling->environment, settling->context, settling->node, node->result, (Known){0});
}

// A call that cannot matter: its callees, if any, have no relevant node.
static bool is_plain_call(Settling *settling, const Node *node) {
    Builder *builder = settling->builder;
    FunctionId function = builder->contexts.items[settling->context].function;
    FunctionSet callees = points_to_callees(builder->points_to, function, settling->node);
    const Expr *callee = program_expr(builder->program, node->callee);
    if (callees.has_unknown && callee->kind != EXPR_FUNCTION_ADDRESS) return false;
    for (uint32_t i = 0; i < callees.count; i++) {
        const Function *called = program_function(builder->program, callees.items[i]);
        if (!called->is_defined) continue;
        if (!builder->relevance || relevance_of_function(builder->relevance, callees.items[i])) return false;
    }
    return node->next != 0;
}

static void assign(Settling *settling, const Node *node) {
    Builder *builder = settling->builder;
    VariableId variable = build_assigned_variable(builder->program, node);
    if (!variable) return;
    Known known = {0};
    if (node->kind == NODE_ASSIGN && node->type.size == program_variable(builder->program, variable)->type.size)
        known = build_evaluate(builder, &settling->environment, node->value);
    build_define(builder, &settling->environment, settling->context, settling->node, variable, known);
}

// The branch behind such a head is the loop's place.
static bool is_counted_head(Settling *settling) {
    const FunctionFacts *facts = facts_of(settling);
    for (uint32_t i = 0; i < facts->loops.count; i++)
        if (facts->loops.items[i].head == settling->node) return facts->loops.items[i].is_counted;
    return false;
}

// Does one node that needs no place; false when the node must be a point.
static bool pass_node(Settling *settling) {
    Builder *builder = settling->builder;
    const Node *node = &build_function(builder, settling->context)->nodes[settling->node];
    switch (node->kind) {
    case NODE_ASSIGN:
    case NODE_COPY:
    case NODE_ZERO: assign(settling, node); break;
    case NODE_SKIPPED: build_gap(builder, settling->context, settling->node, "a construct that is not lowered"); break;
    case NODE_EVENT:
        if (!is_plain_event(program_api(builder->program, node->api)->event)) return false;
        pass_event(settling, node);
        break;
    case NODE_CALL:
        if (!is_plain_call(settling, node)) return false;
        build_define(builder, &settling->environment, settling->context, settling->node, node->result, (Known){0});
        break;
    case NODE_NOP:
        if (node->is_loop_head && !is_counted_head(settling)) return false;
        break;
    default: return false;
    }
    settling->node = node->next;
    return true;
}

// Walks to the next node that needs a place of its own; 0 when the task has ended.
static void settle(Settling *settling) {
    Builder *builder = settling->builder;
    for (uint32_t steps = 0; steps < MOST_STEPS; steps++) {
        settling->node = skip_irrelevant(builder, settling->context, settling->node);
        if (!settling->node) {
            if (!leave_function(settling, (Known){0})) return;
            continue;
        }
        follow_loops(settling);
        forget_dead(settling);
        const Node *node = &build_function(builder, settling->context)->nodes[settling->node];
        if (node->kind == NODE_RETURN) {
            Known value = node->value ? build_evaluate(builder, &settling->environment, node->value) : (Known){0};
            if (leave_function(settling, value)) continue;
            settling->node = 0;
            return;
        }
        if (!pass_node(settling)) return;
    }
}

// A loop is counted as long as all ways into its place agree on the trip; `exit` and `body` are known later.
static void note_entry(Builder *builder, const Settling *settling, NetPlaceId place, bool is_new) {
    NetPlace *at = &builder->net->places.items[place];
    const Entry *entry = &settling->entry;
    if (!entry->loop || entry->loop->branch != settling->node) return;
    bool is_same = entry->trip.symbol == at->trip.symbol && entry->trip.constant == at->trip.constant;
    at->has_trip = entry->has_trip && (is_new || (at->has_trip && is_same));
    at->trip = entry->trip;
}

static uint32_t *find_slot(Builder *builder, const Point *point) {
    uint32_t key[3] = {point->context, point->node, point->environment};
    Hash hash = hash_bytes((Hash){0}, key, sizeof key);
    for (uint32_t i = (uint32_t)hash.low % SLOTS;; i = (i + 1) % SLOTS) {
        uint32_t found = builder->point_slots[i];
        if (!found) return &builder->point_slots[i];
        const Point *other = &builder->points.items[found - 1];
        if (other->context == point->context && other->node == point->node && other->environment == point->environment)
            return &builder->point_slots[i];
    }
}

NetPlaceId build_place_at(Builder *builder, ContextId context, NodeId node, const Environment *environment) {
    NetTaskId task = builder->contexts.items[context].task;
    Settling settling = {builder, context, node, *environment, {0}};
    settle(&settling);
    if (!settling.node) return build_end_place(builder, task, false);
    Point point = {settling.context, settling.node, intern(builder, &settling.environment), 0};
    uint32_t *slot = find_slot(builder, &point);
    bool is_new = !*slot;
    if (is_new) {
        if (builder->points.count >= MOST_POINTS) {
            if (!builder->is_full) net_add_gap(builder->net, build_source(builder, context, node), "too big");
            builder->is_full = true;
            return build_end_place(builder, task, false);
        }
        point.place = net_add_place(builder->net, task);
        builder->net->places.items[point.place].source = build_source(builder, settling.context, settling.node);
        array_push(&builder->points, builder->arena, point);
        *slot = builder->points.count;
    }
    NetPlaceId place = builder->points.items[*slot - 1].place;
    note_entry(builder, &settling, place, is_new);
    return place;
}

static void step_to(Walk *walk, NetPlaceId from, NetPlaceId to) {
    NetTransition transition = {.from = from, .to = to};
    transition.source = build_source(walk->builder, walk->context, walk->node_id);
    net_add_transition(walk->builder->net, transition);
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

static NetTaskId new_task(Builder *builder, TaskKey key, NetAmount initial, bool is_once) {
    const Function *function = program_function(builder->program, key.entry);
    NetTaskId task = net_add_task(builder->net, function->name, initial);
    builder->net->tasks.items[task].entry_function = key.entry;
    array_push(&builder->task_keys, builder->arena, key);
    Context bottom = {
        .task = task, .spawner = key.spawner, .function = key.entry, .call = key.node, .is_once = is_once};
    array_push(&builder->contexts, builder->arena, bottom);
    ContextId context = builder->contexts.count - 1;
    Environment environment;
    memset(&environment, 0, sizeof environment);
    for (uint32_t i = 0; i < function->parameter_count; i++)
        build_define(builder, &environment, context, 0, function->parameters[i], (Known){0});
    NetPlaceId first = build_place_at(builder, context, function->entry, &environment);
    net_add_transition(builder->net, (NetTransition){.from = builder->net->tasks.items[task].entry, .to = first});
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
    if (!task) task = new_task(builder, key, net_constant(0), build_is_once(builder, walk->context, walk->node_id));
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
    const Function *function = build_function(builder, point.context);
    Walk walk = {builder,     point.context,
                 point.node,  &function->nodes[point.node],
                 point.place, builder->environments.items[point.environment]};
    switch (walk.node->kind) {
    case NODE_BRANCH: expand_branch(&walk); break;
    case NODE_SWITCH: build_switch(&walk); break;
    case NODE_CALL: expand_call(&walk); break;
    case NODE_EVENT: build_event(&walk); break;
    default: step_over(&walk, walk.place); break;
    }
}

static void resolve_joins(Builder *builder) {
    for (uint32_t i = 0; i < builder->joins.count; i++) {
        const PendingJoin *join = &builder->joins.items[i];
        NetTransition *transition = &builder->net->transitions.items[join->transition];
        uint32_t found = 0;
        for (NetTaskId task = 1; task < builder->task_keys.count; task++) {
            const TaskKey *key = &builder->task_keys.items[task];
            if (!key->spawner || key->function != join->function || key->node != join->node) continue;
            transition->task = task;
            found++;
        }
        if (found == 1) continue;
        transition->action = NET_STEP;
        transition->task = 0;
        if (found > 1) net_add_gap(builder->net, transition->source, "join of one of several tasks");
    }
}

static void find_definitions(Builder *builder) {
    const Program *program = builder->program;
    builder->definition_count = arena_new_array(builder->arena, uint32_t, program->variables.count);
    builder->definition = arena_new_array(builder->arena, ExprId, program->variables.count);
    for (FunctionId i = 1; i < program->functions.count; i++) {
        const Function *function = program_function(program, i);
        for (NodeId node = 1; node < function->node_count; node++) {
            VariableId variable = build_assigned_variable(program, &function->nodes[node]);
            builder->definition_count[variable]++;
            bool is_plain = function->nodes[node].kind == NODE_ASSIGN;
            builder->definition[variable] = is_plain ? function->nodes[node].value : 0;
        }
    }
}

typedef struct Reached {
    bool *is_reached;
    ARRAY(FunctionId) open;
} Reached;

static void reach(Builder *builder, Reached *reached, FunctionId function) {
    if (reached->is_reached[function] || !program_function(builder->program, function)->is_defined) return;
    reached->is_reached[function] = true;
    array_push(&reached->open, builder->arena, function);
}

static void reach_callees(Builder *builder, Reached *reached, FunctionId function, NodeId id) {
    const Node *node = &program_function(builder->program, function)->nodes[id];
    if (node->kind != NODE_CALL && node->kind != NODE_EVENT) return;
    FunctionSet callees = points_to_callees(builder->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++) reach(builder, reached, callees.items[i]);
    bool is_direct = program_expr(builder->program, node->callee)->kind == EXPR_FUNCTION_ADDRESS;
    if (node->kind == NODE_CALL && callees.has_unknown && !is_direct)
        net_add_gap(builder->net, (NetSource){function, id, NULL}, "call through a pointer of unknown target");
}

// Slicing may leave out calls of unknown targets, which could do anything.
static void find_unknown_calls(Builder *builder, const FunctionId *roots, uint32_t root_count) {
    Reached reached = {.is_reached = arena_new_array(builder->arena, bool, builder->program->functions.count)};
    for (uint32_t i = 0; i < root_count; i++) reach(builder, &reached, roots[i]);
    while (reached.open.count) {
        FunctionId function = reached.open.items[--reached.open.count];
        uint32_t node_count = program_function(builder->program, function)->node_count;
        for (NodeId node = 1; node < node_count; node++) reach_callees(builder, &reached, function, node);
    }
}

static void finish_trips(Builder *builder) {
    for (NetPlaceId i = 1; i < builder->net->places.count; i++) {
        NetPlace *place = &builder->net->places.items[i];
        if (!place->body || !place->exit) place->has_trip = false;
    }
}

Net *net_build(const Program *program, const PointsTo *points_to, const Relevance *relevance, const FunctionId *roots,
               uint32_t root_count, const char *name, Arena *arena) {
    Builder builder = {.program = program, .points_to = points_to, .relevance = relevance, .arena = arena};
    builder.net = net_create(arena, name);
    builder.facts = arena_new_array(arena, FunctionFacts *, program->functions.count);
    builder.point_slots = arena_new_array(arena, uint32_t, SLOTS);
    array_push(&builder.contexts, arena, (Context){0});
    array_push(&builder.object_keys, arena, (ObjectKey){0});
    array_push(&builder.object_is_made, arena, true);
    array_push(&builder.symbol_keys, arena, (SymbolKey){0});
    array_push(&builder.task_keys, arena, (TaskKey){0});
    find_definitions(&builder);
    if (!points_to_is_complete(points_to)) net_add_gap(builder.net, (NetSource){0}, "points-to budget");
    for (uint32_t i = 0; i < root_count; i++) new_task(&builder, (TaskKey){0, 0, roots[i], 0}, net_constant(1), true);
    for (uint32_t i = 0; i < builder.points.count; i++) expand(&builder, builder.points.items[i]);
    resolve_joins(&builder);
    finish_trips(&builder);
    build_drop_leaf_locks(&builder);
    build_unknown_capacities(&builder);
    return builder.net;
}
