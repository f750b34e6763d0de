// SPDX-License-Identifier: MIT
#include "races/switch_flow.h"

#include "base/array.h"
#include "races/access.h"

enum { MOST_VARIABLES = 64 };

// Variables that hold something computed from the value read: `before` the first switch, `after` one.
typedef struct Carried {
    uint64_t before, after;
    NodeId between; // the first switch met
} Carried;

typedef struct Walk {
    const SwitchFlow *flow;
    const Function *function;
    VariableId variables[MOST_VARIABLES];
    uint32_t variable_count;
    Carried *at; // per node, on entry
    ARRAY(NodeId) pending;
} Walk;

static uint64_t bit_of(Walk *walk, VariableId id) {
    const Variable *variable = program_variable(walk->flow->program, id);
    bool is_own = variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER ||
                  variable->kind == VARIABLE_TEMPORARY;
    if (!is_own || variable->is_address_taken) return 0;
    for (uint32_t i = 0; i < walk->variable_count; i++)
        if (walk->variables[i] == id) return UINT64_C(1) << i;
    if (walk->variable_count == MOST_VARIABLES) return 0;
    walk->variables[walk->variable_count] = id;
    return UINT64_C(1) << walk->variable_count++;
}

static uint64_t bits_in(Walk *walk, ExprId id) {
    if (!id) return 0;
    const Expr *expr = program_expr(walk->flow->program, id);
    uint64_t bits = bits_in(walk, expr->left) | bits_in(walk, expr->right);
    if (expr->kind == EXPR_LOAD) {
        VariableId variable = access_variable(walk->flow->program, expr->left);
        if (variable) bits |= bit_of(walk, variable);
    }
    return bits;
}

static uint64_t bits_of_arguments(Walk *walk, const Node *node) {
    uint64_t bits = 0;
    for (uint32_t i = 0; i < node->argument_count; i++) bits |= bits_in(walk, node->arguments[i]);
    return bits;
}

// The variable that a store goes into, or whose pointee's member it fills: then what the pointer stands for is
// computed from the value.
static uint64_t bits_of_target(Walk *walk, ExprId target, bool *is_all) {
    const Program *program = walk->flow->program;
    const Expr *expr = program_expr(program, target);
    *is_all = expr->kind == EXPR_VARIABLE_ADDRESS;
    VariableId variable = access_variable(program, target);
    if (variable) return bit_of(walk, variable);
    while (expr->kind == EXPR_FIELD || expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    return expr->kind == EXPR_LOAD ? bits_in(walk, expr->left) | bits_in(walk, target) : 0;
}

static uint64_t pass(Walk *walk, const Node *node, uint64_t bits, bool takes) {
    bool is_all = true;
    uint64_t target = 0;
    if (node->kind == NODE_ASSIGN) {
        target = bits_of_target(walk, node->target, &is_all);
        takes |= (bits_in(walk, node->value) & bits) != 0;
    } else if ((node->kind == NODE_CALL || node->kind == NODE_EVENT) && node->result) {
        target = bit_of(walk, node->result);
        takes |= node->kind == NODE_CALL && (bits_of_arguments(walk, node) & bits) != 0;
    }
    if (takes) return bits | target;
    return is_all ? bits & ~target : bits;
}

static void enter(Walk *walk, NodeId node, Carried carried) {
    if (!node || !(carried.before | carried.after)) return;
    Carried *at = &walk->at[node];
    if ((at->before | carried.before) == at->before && (at->after | carried.after) == at->after) return;
    at->before |= carried.before;
    at->after |= carried.after;
    if (!at->between) at->between = carried.between;
    array_push(&walk->pending, walk->flow->scratch, node);
}

static void leave(Walk *walk, NodeId id, Carried carried) {
    const Node *node = &walk->function->nodes[id];
    for (uint32_t i = 0; i < control_flow_way_count(node); i++) enter(walk, control_flow_way(node, i), carried);
}

static Carried carry_over(Walk *walk, NodeId id, Carried carried, bool takes) {
    const Node *node = &walk->function->nodes[id];
    bool switches = walk->flow->may_switch[id];
    Carried out = {pass(walk, node, carried.before, takes), pass(walk, node, carried.after, false), carried.between};
    if (!switches) return out;
    if (!out.between) out.between = id;
    return (Carried){0, out.before | out.after, out.between};
}

// Whether the expression loads from there: the same words mean the same place, as long as one function is looked at.
static bool loads_from(const Program *program, ExprId id, ExprId address) {
    if (!id) return false;
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_LOAD && expr->left == address) return true;
    if (expr->kind == EXPR_LOAD && access_variable(program, expr->left) &&
        access_variable(program, expr->left) == access_variable(program, address))
        return true;
    return loads_from(program, expr->left, address) || loads_from(program, expr->right, address);
}

static Walk *begin(const SwitchFlow *flow) {
    Walk *walk = arena_new(flow->scratch, Walk);
    walk->flow = flow;
    walk->function = program_function(flow->program, flow->function);
    walk->at = arena_new_array(flow->scratch, Carried, walk->function->node_count);
    return walk;
}

static uint64_t used_by(Walk *walk, const Node *node) {
    if (node->kind == NODE_ASSIGN) return bits_in(walk, node->value);
    return node->kind == NODE_EVENT ? bits_of_arguments(walk, node) : 0;
}

bool switch_flow_carries(const SwitchFlow *flow, NodeId read, ExprId address, NodeId act, NodeId *between) {
    Walk *walk = begin(flow);
    const Node *last = &walk->function->nodes[act];
    if (loads_from(flow->program, last->value, address)) return false;
    if (!flow->is_write[read] && !flow->may_switch[read]) leave(walk, read, carry_over(walk, read, (Carried){0}, true));
    while (walk->pending.count) {
        NodeId id = walk->pending.items[--walk->pending.count];
        Carried carried = walk->at[id];
        if (id == act && (carried.after & used_by(walk, last))) {
            *between = carried.between;
            return true;
        }
        if (id == read || flow->is_write[id]) continue;
        leave(walk, id, carry_over(walk, id, carried, false));
    }
    return false;
}

// What is reached from `from` before the branch comes again or the memory is written: 1 without a switch, 2 over one.
static uint8_t *reach(const SwitchFlow *flow, NodeId branch, NodeId from, NodeId act, NodeId *between) {
    const Function *function = program_function(flow->program, flow->function);
    uint8_t *reached = arena_new_array(flow->scratch, uint8_t, function->node_count);
    ARRAY(NodeId) pending = {0};
    if (!from) return reached;
    reached[from] = 1;
    array_push(&pending, flow->scratch, from);
    while (pending.count) {
        NodeId id = pending.items[--pending.count];
        if (id == branch || (flow->is_write[id] && id != act)) continue;
        uint8_t out = flow->may_switch[id] ? 2 : reached[id];
        if (flow->may_switch[id] && !*between) *between = id;
        const Node *node = &function->nodes[id];
        for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
            NodeId next = control_flow_way(node, i);
            if (!next || (reached[next] | out) == reached[next]) continue;
            reached[next] |= out;
            array_push(&pending, flow->scratch, next);
        }
    }
    return reached;
}

bool switch_flow_guards(const SwitchFlow *flow, NodeId branch, NodeId act, bool *way, NodeId *between) {
    const Node *node = &program_function(flow->program, flow->function)->nodes[branch];
    NodeId met[2] = {0};
    if (node->kind != NODE_BRANCH || act == branch) return false;
    uint8_t yes = reach(flow, branch, node->next, act, &met[0])[act];
    uint8_t no = reach(flow, branch, node->otherwise, act, &met[1])[act];
    if ((yes != 0) == (no != 0)) return false;
    *way = yes != 0;
    *between = met[yes ? 0 : 1];
    return ((yes | no) & 2) != 0;
}
