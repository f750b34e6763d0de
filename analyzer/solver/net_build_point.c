// SPDX-License-Identifier: MIT
// From a node to the next one that needs a place of its own: what lies between is done on the environment.
#include "link/tracked_variable.h"
#include "solver/net_build_predicate.h"

#include "base/hash.h"

#include <string.h>

enum { MOST_POINTS = 4000, MOST_STEPS = 10000 };

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
    VariableId variable = variable_assigned_by(builder->program, node);
    bool is_tracked = variable && variable_is_tracked(builder->program, variable);
    bool is_whole = !is_tracked || node->type.size == program_variable(builder->program, variable)->type.size;
    Known known = {0};
    if (node->kind == NODE_ASSIGN && is_whole) known = build_evaluate(builder, &settling->environment, node->value);
    if (node->kind == NODE_ASSIGN && !is_tracked && node->type.kind != TYPE_POINTER)
        build_cell_store(builder, settling->context, settling->node, known);
    if (!variable) return;
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
    case NODE_ZERO:
        if (build_writes_cell(builder, settling->context, settling->node)) return false;
        assign(settling, node);
        break;
    case NODE_SKIPPED: build_gap(builder, settling->context, settling->node, "a construct that is not lowered"); break;
    case NODE_EVENT:
        if (!is_plain_event(program_api(builder->program, node->api)->event)) return false;
        if (build_may_be_canceled(builder, program_api(builder->program, node->api))) return false;
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
        builder->context = settling->context;
        builder->node = settling->node;
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
    for (uint32_t i = (uint32_t)hash.low % POINT_SLOTS;; i = (i + 1) % POINT_SLOTS) {
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
    builder->pins.count = 0;
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
