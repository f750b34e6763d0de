// SPDX-License-Identifier: MIT
// Ways through functions: all that can come after a node, and what one step takes along up to the next stops.
#include "explorer/uses_state.h"
#include "link/control_flow.h"

enum { UNDER_WAY = UINT32_MAX };

static void gather_function(UsesTable *table, Uses *uses, FunctionId id, PairMap *entered);

static void gather_node(UsesTable *table, Uses *uses, FunctionId id, NodeId node, PairMap *entered) {
    uses_add_node_itself(table, uses, id, node);
    FunctionSet set = uses_callees(table, id, node);
    for (uint32_t i = 0; i < set.count; i++) gather_function(table, uses, set.items[i], entered);
}

// Depth first over calls and spawns, each function once, so that recursion needs no fixpoint.
static void gather_function(UsesTable *table, Uses *uses, FunctionId id, PairMap *entered) {
    const Function *function = program_function(table->program, id);
    bool is_new;
    if (!function->is_defined) return;
    pair_map_slot(entered, table->arena, id, 0, &is_new);
    if (!is_new) return;
    if (uses_is_scope(table)) {
        NodeList nodes = relevance_nodes(table->relevance, id);
        for (uint32_t i = 0; i < nodes.count; i++) gather_node(table, uses, id, nodes.items[i], entered);
        return;
    }
    for (NodeId node = 1; node < function->node_count; node++) gather_node(table, uses, id, node, entered);
}

static uint32_t keep_uses(UsesTable *table, Uses uses) {
    array_push(&table->known, table->kept, uses);
    return table->known.count;
}

static Uses uses_of_function(UsesTable *table, FunctionId id) {
    uint32_t known = pair_map_get(&table->whole, id, 0, 0);
    if (known) return table->known.items[known - 1];
    ArenaMark mark = arena_mark(table->arena);
    Uses uses = {0};
    PairMap entered = {0};
    gather_function(table, &uses, id, &entered);
    arena_rewind(table->arena, mark);
    *pair_map_slot(&table->whole, table->kept, id, 0, NULL) = keep_uses(table, uses);
    return uses;
}

Uses uses_of_node(UsesTable *table, FunctionId function, NodeId id) {
    Uses uses = {0};
    uses_add_node_itself(table, &uses, function, id);
    FunctionSet set = uses_callees(table, function, id);
    for (uint32_t i = 0; i < set.count; i++) {
        Uses of_callee = uses_of_function(table, set.items[i]);
        uses_unite(&uses, &of_callee);
    }
    return uses;
}

// Nodes that were reached and are still to be looked at. From one relevant node to the next where that is possible;
// what is not relevant uses nothing.
typedef struct Walk {
    UsesTable *table;
    FunctionId function;
    const Function *graph;
    bool skips;
    PairMap seen;
    ARRAY(NodeId) stack;
    bool leaves; // the function's end was reached
} Walk;

static Walk walk_begin(UsesTable *table, FunctionId function) {
    Walk walk = {.table = table, .function = function, .graph = program_function(table->program, function)};
    walk.skips = uses_is_scope(table) && relevance_is_reached_directly(table->relevance, function);
    return walk;
}

static void walk_reach(Walk *walk, NodeId node) {
    bool is_new;
    if (node && walk->skips) node = relevance_next(walk->table->relevance, walk->function, node);
    walk->leaves |= !node;
    if (!node) return;
    pair_map_slot(&walk->seen, walk->table->arena, node, 0, &is_new);
    if (is_new) array_push(&walk->stack, walk->table->arena, node);
}

static void walk_on(Walk *walk, NodeId node) {
    const Node *at = &walk->graph->nodes[node];
    uint32_t ways = control_flow_way_count(at);
    walk->leaves |= !ways || at->kind == NODE_RETURN;
    for (uint32_t i = 0; i < ways; i++) walk_reach(walk, control_flow_way(at, i));
}

Uses uses_ahead(UsesTable *table, FunctionId function, NodeId node) {
    uint32_t known = pair_map_get(&table->ahead, function, node, 0);
    if (known) return table->known.items[known - 1];
    ArenaMark mark = arena_mark(table->arena);
    Walk walk = walk_begin(table, function);
    Uses uses = {0};
    walk_reach(&walk, node);
    while (walk.stack.count) {
        NodeId at = walk.stack.items[--walk.stack.count];
        Uses own = uses_of_node(table, function, at);
        uses_unite(&uses, &own);
        walk_on(&walk, at);
    }
    arena_rewind(table->arena, mark);
    *pair_map_slot(&table->ahead, table->kept, function, node, NULL) = keep_uses(table, uses);
    return uses;
}

static bool reads_atomic(const UsesTable *table, ExprId id) {
    return id && table->reads_atomic[id];
}

// As the machine stops; where that hangs on the way there it is taken to go on.
static bool is_stop(const UsesTable *table, FunctionId function, NodeId id) {
    const Node *node = &program_function(table->program, function)->nodes[id];
    if (!uses_is_executed(table, function, id)) return false;
    if (node->kind == NODE_EVENT) {
        if (!event_is_stop(NULL, node, program_api(table->program, node->api))) return false;
        return !uses_is_scope(table) || scope_of_event(relevance_scope(table->relevance), function, id) == SCOPE_INSIDE;
    }
    if (node->kind == NODE_CALL) return false;
    bool is_store = node->kind == NODE_ASSIGN && (node->type.is_atomic || node->type.is_volatile);
    return is_store || reads_atomic(table, node->value) || reads_atomic(table, node->target);
}

static bool ends_task(const UsesTable *table, const Node *node, EventKind *event) {
    *event = node->kind == NODE_EVENT ? program_api(table->program, node->api)->event : EVENT_HARMLESS;
    return *event == EVENT_TASK_EXIT || *event == EVENT_PROCESS_EXIT;
}

// Adds what is called or started; false when no way leads out of a call without a stop.
static bool enter_callees(Walk *walk, Uses *uses, NodeId at) {
    UsesTable *table = walk->table;
    FunctionSet set = uses_callees(table, walk->function, at);
    bool returns = !set.count || set.has_unknown;
    for (uint32_t i = 0; i < set.count; i++) {
        const Function *callee = program_function(table->program, set.items[i]);
        UsesTail tail = {.leaves = true};
        if (callee->is_defined) tail = uses_until_stop(table, set.items[i], callee->entry);
        uses_unite(uses, &tail.uses);
        returns |= tail.leaves;
    }
    return returns || walk->graph->nodes[at].kind != NODE_CALL;
}

static void pass(Walk *walk, UsesTail *tail, NodeId at) {
    EventKind event;
    if (is_stop(walk->table, walk->function, at)) return;
    bool is_executed = uses_is_executed(walk->table, walk->function, at);
    if (is_executed && ends_task(walk->table, &walk->graph->nodes[at], &event)) {
        tail->leaves |= event == EVENT_TASK_EXIT; // after the end of the process nothing gets stuck
        return;
    }
    uses_add_node_itself(walk->table, &tail->uses, walk->function, at);
    if (enter_callees(walk, &tail->uses, at)) walk_on(walk, at);
}

static UsesTail flood(Walk *walk) {
    UsesTail tail = {0};
    while (walk->stack.count) pass(walk, &tail, walk->stack.items[--walk->stack.count]);
    tail.leaves |= walk->leaves;
    return tail;
}

// Recursion is taken to do all that the function does.
UsesTail uses_until_stop(UsesTable *table, FunctionId function, NodeId node) {
    uint32_t known = pair_map_get(&table->tails, function, node, 0);
    if (known == UNDER_WAY) return (UsesTail){uses_of_function(table, function), true};
    if (known) return table->known_tails.items[known - 1];
    *pair_map_slot(&table->tails, table->kept, function, node, NULL) = UNDER_WAY;
    Walk walk = walk_begin(table, function);
    walk_reach(&walk, node);
    UsesTail tail = flood(&walk);
    array_push(&table->known_tails, table->kept, tail);
    *pair_map_slot(&table->tails, table->kept, function, node, NULL) = table->known_tails.count;
    return tail;
}

UsesTail uses_behind(UsesTable *table, FunctionId function, NodeId node) {
    const Node *at = &program_function(table->program, function)->nodes[node];
    uint32_t ways = control_flow_way_count(at);
    UsesTail tail = {.leaves = !ways || at->kind == NODE_RETURN};
    for (uint32_t i = 0; i < ways; i++) {
        NodeId way = control_flow_way(at, i);
        UsesTail next = {.leaves = true};
        if (way) next = uses_until_stop(table, function, way);
        uses_unite(&tail.uses, &next.uses);
        tail.leaves |= next.leaves;
    }
    return tail;
}
