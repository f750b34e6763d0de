// SPDX-License-Identifier: MIT
#include "link/counted_loop.h"

#include "link/natural_loop.h"
#include "link/tracked_variable.h"

enum { FARTHEST_START = 64, LARGEST_CONSTANT = 1 << 30 };

typedef struct Counter {
    const Program *program;
    FunctionId id;
    const Function *function;
    const ControlFlow *flow;
    NodeId head;
    bool *contains;
    VariableId variable;
    Operator comparison; // the loop goes on while variable COMPARISON bound
    ExprId bound;
} Counter;

static bool dominates(const ControlFlow *flow, NodeId upper, NodeId node) {
    while (node && node != upper) node = flow->dominator[node];
    return node == upper;
}

bool counted_loop_always_passes(const ControlFlow *flow, NodeId head, NodeId node) {
    NodeList before = control_flow_list(flow->predecessor_start, flow->predecessors, head);
    for (uint32_t i = 0; i < before.count; i++)
        if (before.items[i] && dominates(flow, head, before.items[i]) && !dominates(flow, node, before.items[i]))
            return false;
    return true;
}

static bool is_within_another(const Counter *counter) {
    for (NodeId node = 1; node < counter->flow->node_count; node++)
        if (counter->flow->component[node] == counter->flow->component[counter->head] && !counter->contains[node])
            return true;
    return false;
}

static Operator mirror(Operator comparison) {
    switch (comparison) {
    case OPERATOR_LESS: return OPERATOR_GREATER;
    case OPERATOR_LESS_EQUAL: return OPERATOR_GREATER_EQUAL;
    case OPERATOR_GREATER: return OPERATOR_LESS;
    case OPERATOR_GREATER_EQUAL: return OPERATOR_LESS_EQUAL;
    default: return comparison;
    }
}

static bool is_changed_in_loop(const Counter *counter, VariableId variable) {
    for (NodeId node = 1; node < counter->function->node_count; node++)
        if (counter->contains[node] &&
            variable_assigned_by(counter->program, &counter->function->nodes[node]) == variable)
            return true;
    return false;
}

// The branch at the head, whose first way goes on with the loop: a negated condition is none that a for statement
// makes.
static bool read_condition(Counter *counter) {
    NodeId at = counter->head;
    while (counter->function->nodes[at].kind == NODE_NOP && counter->contains[counter->function->nodes[at].next] &&
           counter->function->nodes[at].next != counter->head)
        at = counter->function->nodes[at].next;
    const Node *branch = &counter->function->nodes[at];
    if (branch->kind != NODE_BRANCH || !counter->contains[branch->next] || counter->contains[branch->otherwise])
        return false;
    const Expr *test = program_expr(counter->program, branch->value);
    if (test->kind != EXPR_BINARY || test->operator_ < OPERATOR_NOT_EQUAL || test->operator_ > OPERATOR_GREATER_EQUAL)
        return false;
    VariableId left = variable_loaded_by(counter->program, test->left);
    bool counts_left = left && is_changed_in_loop(counter, left);
    counter->variable = counts_left ? left : variable_loaded_by(counter->program, test->right);
    counter->bound = counts_left ? test->right : test->left;
    counter->comparison = counts_left ? test->operator_ : mirror(test->operator_);
    return counter->variable && variable_is_tracked(counter->program, counter->variable);
}

static int64_t read_step(const Counter *counter) {
    NodeId stepping = 0;
    for (NodeId node = 1; node < counter->function->node_count; node++) {
        if (!counter->contains[node]) continue;
        if (variable_assigned_by(counter->program, &counter->function->nodes[node]) != counter->variable) continue;
        if (stepping || counter->flow->loop_head[node] != counter->head) return 0;
        stepping = node;
    }
    if (!stepping || !counted_loop_always_passes(counter->flow, counter->head, stepping)) return 0;
    return variable_step_by(counter->program, &counter->function->nodes[stepping], counter->variable);
}

static bool is_given_once(const Counter *counter, VariableId variable) {
    uint32_t times = program_variable(counter->program, variable)->kind == VARIABLE_PARAMETER;
    for (NodeId node = 1; node < counter->function->node_count; node++)
        times += variable_assigned_by(counter->program, &counter->function->nodes[node]) == variable;
    return times == 1 && variable_is_tracked(counter->program, variable);
}

static bool is_small(int64_t number) {
    return number < LARGEST_CONSTANT && number > -LARGEST_CONSTANT;
}

// A number, a value that does not change, or one of these plus or minus a number.
static bool read_amount(const Counter *counter, ExprId id, LoopTrip *amount) {
    const Expr *expr = program_expr(counter->program, expr_without_exact_conversions(counter->program, id));
    *amount = (LoopTrip){0};
    if (expr->kind == EXPR_CONSTANT) {
        amount->constant = expr->constant;
        return is_small(expr->constant);
    }
    if (expr->kind == EXPR_LOAD) {
        amount->symbol = variable_at_address(counter->program, expr->left);
        return amount->symbol && is_given_once(counter, amount->symbol);
    }
    if (expr->kind != EXPR_BINARY || (expr->operator_ != OPERATOR_ADD && expr->operator_ != OPERATOR_SUBTRACT))
        return false;
    LoopTrip more;
    if (!read_amount(counter, expr->left, amount) || !read_amount(counter, expr->right, &more) || more.symbol)
        return false;
    amount->constant += expr->operator_ == OPERATOR_ADD ? more.constant : -more.constant;
    return is_small(amount->constant);
}

// Up from the loop along its only way in, to what gives the counter its first value.
static bool read_start(const Counter *counter, LoopTrip *start) {
    NodeId at = counter->flow->dominator[counter->head];
    for (uint32_t i = 0; at && i < FARTHEST_START; i++, at = counter->flow->dominator[at]) {
        const Node *node = &counter->function->nodes[at];
        if (variable_assigned_by(counter->program, node) != counter->variable) {
            if (control_flow_way_count(node) != 1) return false;
            continue;
        }
        return node->kind == NODE_ASSIGN && read_amount(counter, node->value, start);
    }
    return false;
}

static bool subtract(LoopTrip left, LoopTrip right, LoopTrip *difference) {
    if (right.symbol && right.symbol != left.symbol) return false;
    *difference = (LoopTrip){right.symbol ? 0 : left.symbol, left.constant - right.constant};
    return is_small(difference->constant);
}

bool counted_loop_trip(const Program *program, FunctionId id, const ControlFlow *flow, NodeId head, Arena *arena,
                       LoopTrip *trip) {
    Counter counter = {
        .program = program, .id = id, .function = program_function(program, id), .flow = flow, .head = head};
    counter.contains = natural_loop_body(flow, head, arena);
    counter.contains[0] = false;
    if (is_within_another(&counter) || !read_condition(&counter)) return false;
    LoopTrip start, bound;
    if (!read_start(&counter, &start) || !read_amount(&counter, counter.bound, &bound)) return false;
    bool is_same_reached = counter.comparison == OPERATOR_LESS_EQUAL || counter.comparison == OPERATOR_GREATER_EQUAL;
    bool is_up = counter.comparison == OPERATOR_LESS || counter.comparison == OPERATOR_LESS_EQUAL;
    bool is_down = counter.comparison == OPERATOR_GREATER || counter.comparison == OPERATOR_GREATER_EQUAL;
    int64_t step = read_step(&counter);
    if (!step || (step > 0 && is_down) || (step < 0 && is_up)) return false;
    if (!(step > 0 ? subtract(bound, start, trip) : subtract(start, bound, trip))) return false;
    trip->constant += is_same_reached;
    return true;
}
