// SPDX-License-Identifier: MIT
#include "races/ways.h"

static uint8_t bit(Barrier barrier) {
    return (uint8_t)(1u << barrier);
}

static int64_t fence_order(const Program *program, const Node *node) {
    Operand operand = api_operand(program_api(program, node->api), OPERAND_ORDER);
    if (operand.source == SOURCE_CONSTANT) return operand.constant;
    ExprId id = event_operand(program, node, OPERAND_ORDER);
    const Expr *expr = id ? program_expr(program, id) : NULL;
    while (expr && expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    return expr && expr->kind == EXPR_CONSTANT ? expr->constant : ORDER_SEQUENTIAL;
}

static uint8_t bits_of_fence(int64_t order) {
    uint8_t bits = 0;
    bool is_both = order == ORDER_ACQUIRE_RELEASE || order == ORDER_SEQUENTIAL;
    if (is_both || order == ORDER_RELEASE) bits |= bit(BARRIER_RELEASE_FENCE);
    if (is_both || order == ORDER_ACQUIRE || order == ORDER_CONSUME) bits |= bit(BARRIER_ACQUIRE_FENCE);
    return bits;
}

static uint8_t bits_of_node(const Program *program, const Node *node) {
    if (node->kind != NODE_EVENT) return 0;
    switch (program_api(program, node->api)->event) {
    case EVENT_FENCE: return bits_of_fence(fence_order(program, node));
    case EVENT_UNLOCK:
    case EVENT_SEND:
    case EVENT_CLOSE:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST:
    case EVENT_RELEASE:
    case EVENT_DONE:
    case EVENT_SPAWN:
    case EVENT_RESUME:
    case EVENT_CANCEL: return bit(BARRIER_GIVES);
    case EVENT_LOCK:
    case EVENT_RECEIVE:
    case EVENT_SELECT:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_JOIN:
    case EVENT_SUSPEND: return bit(BARRIER_TAKES);
    case EVENT_WAIT:
    case EVENT_BARRIER:
    case EVENT_ONCE: return bit(BARRIER_GIVES) | bit(BARRIER_TAKES);
    default: return 0;
    }
}

Ways *ways_create(RaceSearch *search, Arena *arena) {
    Ways *ways = arena_new(arena, Ways);
    const Program *program = search->program;
    *ways = (Ways){.search = search, .arena = arena};
    ways->has = arena_new_array(arena, uint8_t, program->functions.count + 1);
    ways->flow = arena_new_array(arena, ControlFlow *, program->functions.count + 1);
    FunctionList order = call_graph_bottom_up(search->calls);
    for (uint32_t i = 0; i < order.count; i++) {
        const Function *function = program_function(program, order.items[i]);
        uint8_t bits = 0;
        for (NodeId node = 1; function->is_defined && node < function->node_count; node++)
            bits |= bits_of_node(program, &function->nodes[node]);
        FunctionList callees = call_graph_callees(search->calls, order.items[i]);
        for (uint32_t k = 0; k < callees.count; k++) bits |= ways->has[callees.items[k]];
        ways->has[order.items[i]] = bits;
    }
    return ways;
}

static bool bars(const Ways *ways, FunctionId id, NodeId node, Barrier barrier) {
    const Node *at = &program_function(ways->search->program, id)->nodes[node];
    if (barrier == BARRIER_NONE) return false;
    if (at->kind != NODE_CALL) return bits_of_node(ways->search->program, at) & bit(barrier);
    FunctionSet callees = points_to_callees(ways->search->points_to, id, node);
    for (uint32_t i = 0; i < callees.count; i++)
        if (ways->has[callees.items[i]] & bit(barrier)) return true;
    return false;
}

// ---- chains

static void add_chains(const Ways *ways, TaskClassId task, const CallChain *chain, CallChains *chains) {
    if (chains->count == MOST_CHAINS) return;
    chains->items[chains->count++] = *chain;
    if (chain->count == MOST_LEVELS) return;
    CallSiteList callers = call_graph_callers(ways->search->calls, chain_top(chain).function);
    for (uint32_t i = 0; i < callers.count; i++) {
        if (!task_tree_runs(ways->search->tasks, task, callers.items[i].function)) continue;
        CallChain longer = *chain;
        longer.levels[longer.count++] = callers.items[i];
        add_chains(ways, task, &longer, chains);
    }
}

void chains_of(const Ways *ways, TaskClassId task, CallSite site, CallChains *chains) {
    CallChain chain = {.levels = {site}, .count = 1};
    chains->count = 0;
    add_chains(ways, task, &chain, chains);
}

// ---- ways

bool ways_dominate(Ways *ways, FunctionId id, NodeId first, NodeId second) {
    ControlFlow **flow = &ways->flow[id];
    if (!*flow) *flow = control_flow_build(program_function(ways->search->program, id), NULL, ways->arena);
    if (first == second) return false;
    while (second && second != first) second = (*flow)->dominator[second];
    return second == first;
}

typedef struct Walk {
    const Ways *ways;
    FunctionId function;
    NodeId target; // 0: a return
    NodeId avoided;
    Barrier barrier;
} Walk;

// From behind `from`, or from the entry where it is 0.
static bool walk(const Walk *of, NodeId from) {
    const Function *function = program_function(of->ways->search->program, of->function);
    Arena *scratch = arena_create();
    bool *is_seen = arena_new_array(scratch, bool, function->node_count + 1), is_there = false;
    NodeId *stack = arena_new_array(scratch, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    if (!from) {
        is_seen[function->entry] = true;
        is_there = function->entry == of->target;
    }
    stack[depth++] = from ? from : function->entry;
    while (depth && !is_there) {
        NodeId at = stack[--depth];
        const Node *node = &function->nodes[at];
        if (at != from && bars(of->ways, of->function, at, of->barrier)) continue;
        if (!of->target && node->kind == NODE_RETURN) is_there = true;
        for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
            NodeId next = control_flow_way(node, i);
            if (!next || is_seen[next] || next == of->avoided) continue;
            is_there |= next == of->target;
            is_seen[next] = true;
            stack[depth++] = next;
        }
    }
    arena_destroy(scratch);
    return is_there;
}

bool ways_lead(const Ways *ways, FunctionId function, NodeId from, NodeId to, NodeId avoided) {
    Walk of = {ways, function, to, avoided, BARRIER_NONE};
    if (from == avoided) return false;
    return from == to || walk(&of, from);
}

bool ways_are_free(Ways *ways, const CallChain *from, const CallChain *to, Barrier barrier) {
    CallSite start = chain_top(from), end = chain_top(to);
    Walk of = {ways, start.function, end.node, 0, barrier};
    if (start.function != end.function || !walk(&of, start.node)) return false;
    for (uint32_t i = 0; i + 1 < from->count; i++) {
        Walk out = {ways, from->levels[i].function, 0, 0, barrier};
        if (!walk(&out, from->levels[i].node)) return false;
    }
    for (uint32_t i = 0; i + 1 < to->count; i++) {
        Walk in = {ways, to->levels[i].function, to->levels[i].node, 0, barrier};
        if (!walk(&in, 0)) return false;
    }
    return true;
}
