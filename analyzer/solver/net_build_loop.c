// SPDX-License-Identifier: MIT
#include "solver/net_build_walk.h"

#include <string.h>

static bool dominates(const ControlFlow *flow, NodeId upper, NodeId node) {
    for (; node; node = flow->dominator[node])
        if (node == upper) return true;
    return false;
}

static BuildLoop *loop_at(FunctionFacts *facts, NodeId head, Arena *arena) {
    for (uint32_t i = 0; i < facts->loops.count; i++)
        if (facts->loops.items[i].head == head) return &facts->loops.items[i];
    BuildLoop loop = {.head = head, .contains = arena_new_array(arena, bool, facts->flow->node_count), .size = 1};
    loop.contains[head] = true;
    array_push(&facts->loops, arena, loop);
    return &facts->loops.items[facts->loops.count - 1];
}

static NodeList predecessors(const ControlFlow *flow, NodeId node) {
    return control_flow_list(flow->predecessor_start, flow->predecessors, node);
}

// Everything that reaches the back edge without passing the head.
static void flood_back(const ControlFlow *flow, BuildLoop *loop, NodeId from, Arena *arena) {
    ARRAY(NodeId) open = {0};
    array_push(&open, arena, from);
    while (open.count) {
        NodeId node = open.items[--open.count];
        if (loop->contains[node]) continue;
        loop->contains[node] = true;
        loop->size++;
        NodeList before = predecessors(flow, node);
        for (uint32_t i = 0; i < before.count; i++) array_push(&open, arena, before.items[i]);
    }
}

static void find_loops(FunctionFacts *facts, const Function *function, Arena *arena) {
    ControlFlow *flow = facts->flow;
    for (NodeId node = 1; node < function->node_count; node++) {
        if (!flow->is_reachable[node]) continue;
        NodeList before = predecessors(flow, node);
        for (uint32_t i = 0; i < before.count; i++)
            if (before.items[i] && flow->is_reachable[before.items[i]] && dominates(flow, node, before.items[i]))
                flood_back(flow, loop_at(facts, node, arena), before.items[i], arena);
    }
    for (uint32_t i = 1; i < facts->loops.count; i++)
        for (uint32_t k = i; k && facts->loops.items[k - 1].size < facts->loops.items[k].size; k--) {
            BuildLoop swapped = facts->loops.items[k];
            facts->loops.items[k] = facts->loops.items[k - 1];
            facts->loops.items[k - 1] = swapped;
        }
}

static bool is_assigned_in(const BuildLoop *loop, VariableId variable) {
    for (uint32_t i = 0; i < loop->assigned.count; i++)
        if (loop->assigned.items[i] == variable) return true;
    return false;
}

static void find_assigned(const Program *program, const Function *function, BuildLoop *loop, Arena *arena) {
    for (NodeId node = 1; node < function->node_count; node++) {
        if (!loop->contains[node]) continue;
        VariableId variable = variable_assigned_by(program, &function->nodes[node]);
        if (variable && !is_assigned_in(loop, variable)) array_push(&loop->assigned, arena, variable);
    }
}

// Whether `target` is reached from `from` inside the loop without passing `avoided`.
static bool reaches(const Function *function, const BuildLoop *loop, NodeId from, NodeId target, NodeId avoided,
                    Arena *arena) {
    bool *is_seen = arena_new_array(arena, bool, function->node_count);
    ARRAY(NodeId) open = {0};
    array_push(&open, arena, from);
    while (open.count) {
        NodeId node = open.items[--open.count];
        if (node == target) return true;
        if (!node || !loop->contains[node] || node == avoided || is_seen[node]) continue;
        is_seen[node] = true;
        const Node *at = &function->nodes[node];
        for (uint32_t i = 0; i < control_flow_way_count(at); i++) array_push(&open, arena, control_flow_way(at, i));
    }
    return false;
}

// The one node that changes the counter, once in every turn.
static bool find_step(const Program *program, const Function *function, BuildLoop *loop, Arena *arena) {
    NodeId stepping = 0;
    for (NodeId node = 1; node < function->node_count; node++) {
        if (!loop->contains[node]) continue;
        if (variable_assigned_by(program, &function->nodes[node]) != loop->counter) continue;
        if (stepping) return false;
        stepping = node;
    }
    if (!stepping) return false;
    loop->step = variable_step_by(program, &function->nodes[stepping], loop->counter);
    const Node *branch = &function->nodes[loop->branch];
    NodeId body = loop->is_body_next ? branch->next : branch->otherwise;
    bool is_skipped = reaches(function, loop, body, loop->head, stepping, arena);
    bool is_repeated = reaches(function, loop, function->nodes[stepping].next, stepping, loop->head, arena);
    return loop->step && !is_skipped && !is_repeated;
}

static Operator mirror(Operator operator_) {
    switch (operator_) {
    case OPERATOR_LESS: return OPERATOR_GREATER;
    case OPERATOR_LESS_EQUAL: return OPERATOR_GREATER_EQUAL;
    case OPERATOR_GREATER: return OPERATOR_LESS;
    case OPERATOR_GREATER_EQUAL: return OPERATOR_LESS_EQUAL;
    default: return operator_;
    }
}

static bool is_comparison(Operator operator_) {
    return operator_ >= OPERATOR_EQUAL && operator_ <= OPERATOR_GREATER_EQUAL;
}

static bool is_invariant(Builder *builder, FunctionId function, const BuildLoop *loop, ExprId id) {
    const Program *program = builder->program;
    const Expr *expr = program_expr(program, id);
    switch (expr->kind) {
    case EXPR_CONSTANT: return true;
    case EXPR_LOAD: {
        VariableId variable = variable_at_address(program, expr->left);
        if (!variable) return false;
        if (!variable_is_tracked(program, variable))
            return build_is_written_outside(builder, function, loop->contains, expr);
        return !is_assigned_in(loop, variable);
    }
    case EXPR_UNARY:
    case EXPR_CONVERT: return is_invariant(builder, function, loop, expr->left);
    case EXPR_BINARY:
        return is_invariant(builder, function, loop, expr->left) && is_invariant(builder, function, loop, expr->right);
    default: return false;
    }
}

// Reads counter, comparison and bound from the condition under which the loop takes another turn.
static bool read_condition(const Program *program, BuildLoop *loop, ExprId id, bool is_negated) {
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_UNARY && expr->operator_ == OPERATOR_NOT)
        return read_condition(program, loop, expr->left, !is_negated);
    if (expr->kind != EXPR_BINARY || !is_comparison(expr->operator_)) return false;
    VariableId left = variable_loaded_by(program, expr->left), right = variable_loaded_by(program, expr->right);
    bool counts_left = left && is_assigned_in(loop, left);
    loop->counter = counts_left ? left : right;
    loop->bound = counts_left ? expr->right : expr->left;
    if (!loop->counter || !variable_is_tracked(program, loop->counter)) return false;
    PathConstraint constraint = {.operator_ = counts_left ? expr->operator_ : mirror(expr->operator_)};
    if (is_negated) constraint = path_constraint_negate(constraint);
    loop->comparison = constraint.operator_;
    const Expr *bound = program_expr(program, loop->bound);
    ValueType counter = program_variable(program, loop->counter)->type;
    if (counter.size < bound->type.size && bound->kind != EXPR_CONSTANT) return false; // may wrap round first
    return true;
}

static void recognise_count(Builder *builder, const Function *function, BuildLoop *loop) {
    const Program *program = builder->program;
    NodeId node = loop->head;
    for (uint32_t i = 0; i < 4 && function->nodes[node].kind == NODE_NOP && function->nodes[node].next; i++)
        node = function->nodes[node].next;
    const Node *branch = &function->nodes[node];
    if (branch->kind != NODE_BRANCH || !loop->contains[node]) return;
    bool stays_next = branch->next && loop->contains[branch->next];
    bool stays_otherwise = branch->otherwise && loop->contains[branch->otherwise];
    if (stays_next == stays_otherwise) return;
    loop->branch = node;
    loop->is_body_next = stays_next;
    loop->is_counted =
        read_condition(program, loop, branch->value, !stays_next) && find_step(program, function, loop, builder->arena);
}

// Liveness (backward data flow): which tracked locals may still be read.
typedef struct Liveness {
    const Program *program;
    FunctionFacts *facts;
    uint32_t words;
    uint64_t *result; // being filled
} Liveness;

static uint32_t number_of(const FunctionFacts *facts, VariableId variable) {
    for (uint32_t i = 0; i < facts->variables.count; i++)
        if (facts->variables.items[i] == variable) return i;
    return UINT32_MAX;
}

static void set_live(Liveness *liveness, uint64_t *bits, VariableId variable, bool is_live) {
    uint32_t number = number_of(liveness->facts, variable);
    if (number == UINT32_MAX) return;
    uint64_t bit = (uint64_t)1 << (number % 64);
    if (is_live)
        bits[number / 64] |= bit;
    else
        bits[number / 64] &= ~bit;
}

static void add_reads(Liveness *liveness, uint64_t *bits, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(liveness->program, id);
    if (expr->kind == EXPR_LOAD) {
        VariableId variable = variable_at_address(liveness->program, expr->left);
        if (variable) set_live(liveness, bits, variable, true);
    }
    add_reads(liveness, bits, expr->left);
    add_reads(liveness, bits, expr->right);
}

static bool update_node(Liveness *liveness, const Function *function, NodeId id) {
    const Node *node = &function->nodes[id];
    uint64_t *bits = liveness->result;
    memset(bits, 0, liveness->words * sizeof *bits);
    for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
        NodeId next = control_flow_way(node, i);
        for (uint32_t w = 0; next && w < liveness->words; w++) bits[w] |= liveness->facts->live[next][w];
    }
    VariableId assigned = variable_assigned_by(liveness->program, node);
    if (assigned) set_live(liveness, bits, assigned, false);
    add_reads(liveness, bits, node->value);
    add_reads(liveness, bits, node->target);
    add_reads(liveness, bits, node->callee);
    for (uint32_t i = 0; i < node->argument_count; i++) add_reads(liveness, bits, node->arguments[i]);
    bool changed = memcmp(bits, liveness->facts->live[id], liveness->words * sizeof *bits) != 0;
    memcpy(liveness->facts->live[id], bits, liveness->words * sizeof *bits);
    return changed;
}

static void find_live(const Program *program, FunctionFacts *facts, const Function *function, FunctionId id,
                      Arena *arena) {
    for (VariableId i = 1; i < program->variables.count; i++)
        if (program_variable(program, i)->function == id && variable_is_tracked(program, i))
            array_push(&facts->variables, arena, i);
    Liveness liveness = {.program = program, .facts = facts, .words = facts->variables.count / 64 + 1};
    facts->live = arena_new_array(arena, uint64_t *, function->node_count);
    for (NodeId node = 0; node < function->node_count; node++)
        facts->live[node] = arena_new_array(arena, uint64_t, liveness.words);
    liveness.result = arena_new_array(arena, uint64_t, liveness.words);
    for (bool changed = true; changed;) {
        changed = false;
        for (NodeId node = function->node_count; node-- > 1;) changed |= update_node(&liveness, function, node);
    }
}

bool build_is_live(const FunctionFacts *facts, NodeId node, VariableId variable) {
    uint32_t number = number_of(facts, variable);
    return number != UINT32_MAX && (facts->live[node][number / 64] >> (number % 64) & 1);
}

FunctionFacts *build_function_facts(Builder *builder, FunctionId id) {
    if (builder->facts[id]) return builder->facts[id];
    const Program *program = builder->program;
    const Function *function = program_function(program, id);
    FunctionFacts *facts = arena_new(builder->arena, FunctionFacts);
    builder->facts[id] = facts;
    facts->flow = control_flow_build(function, NULL, builder->arena);
    find_loops(facts, function, builder->arena);
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        find_assigned(program, function, &facts->loops.items[i], builder->arena);
        BuildLoop *loop = &facts->loops.items[i];
        recognise_count(builder, function, loop);
        loop->is_counted = loop->is_counted && is_invariant(builder, id, loop, loop->bound);
    }
    find_live(program, facts, function, id, builder->arena);
    return facts;
}

static bool subtract(NetAmount left, NetAmount right, NetAmount *difference) {
    if (right.symbol && right.symbol != left.symbol) return false;
    if (left.constant > INT32_MAX || left.constant < INT32_MIN || right.constant > INT32_MAX ||
        right.constant < INT32_MIN)
        return false;
    *difference = (NetAmount){right.symbol ? 0 : left.symbol, left.constant - right.constant};
    return true;
}

bool build_trip(Builder *builder, const Environment *environment, const BuildLoop *loop, NetAmount *trip) {
    if (!loop->is_counted) return false;
    Known start = environment_get(environment, loop->counter);
    Known bound = build_evaluate(builder, environment, loop->bound);
    if (start.kind != KNOWN_AMOUNT || bound.kind != KNOWN_AMOUNT) return false;
    bool is_up = loop->step > 0;
    if (!subtract(is_up ? bound.amount : start.amount, is_up ? start.amount : bound.amount, trip)) return false;
    bool is_unsigned = program_variable(builder->program, loop->counter)->type.kind == TYPE_UNSIGNED;
    switch (loop->comparison) {
    case OPERATOR_LESS: return is_up;
    case OPERATOR_GREATER: return !is_up;
    case OPERATOR_LESS_EQUAL: trip->constant++; return is_up;
    case OPERATOR_GREATER_EQUAL: trip->constant++; return !is_up && !is_unsigned;
    case OPERATOR_NOT_EQUAL: return !trip->symbol && trip->constant >= 0;
    default: return false;
    }
}
