// SPDX-License-Identifier: MIT
#include "races/seen_value.h"

enum { MOST_ROUNDS = 8 };

typedef struct Flow {
    const SeenValue *seen;
    const Program *program;
    const Function *function;
    NodeId load, read; // in the function at the top
    bool *holds;       // per variable: may hold what was loaded
} Flow;

static bool mentions(const Flow *flow, NodeId node, ExprId id) {
    if (!id) return false;
    const Expr *expr = program_expr(flow->program, id);
    if (expr->kind == EXPR_LOAD) {
        const Expr *address = program_expr(flow->program, expr->left);
        if (address->kind == EXPR_VARIABLE_ADDRESS && flow->holds[address->reference]) return true;
        if (node == flow->load && expr->type.is_atomic) return true;
    }
    return mentions(flow, node, expr->left) || mentions(flow, node, expr->right);
}

static bool mentions_in_arguments(const Flow *flow, NodeId node) {
    const Node *at = &flow->function->nodes[node];
    for (uint32_t i = 0; i < at->argument_count; i++)
        if (mentions(flow, node, at->arguments[i])) return true;
    return false;
}

// The variable that takes the value at the node, or 0.
static VariableId taker(const Flow *flow, NodeId node) {
    const Node *at = &flow->function->nodes[node];
    if (at->kind == NODE_CALL || at->kind == NODE_EVENT)
        return node == flow->load || (at->kind == NODE_CALL && mentions_in_arguments(flow, node)) ? at->result : 0;
    if (at->kind != NODE_ASSIGN || !mentions(flow, node, at->value)) return 0;
    const Expr *target = program_expr(flow->program, at->target);
    return target->kind == EXPR_VARIABLE_ADDRESS ? target->reference : 0;
}

static void follow(Flow *flow) {
    bool is_changed = true;
    for (uint32_t round = 0; is_changed && round < MOST_ROUNDS; round++) {
        is_changed = false;
        for (NodeId node = 1; node < flow->function->node_count; node++) {
            VariableId variable = taker(flow, node);
            if (!variable || flow->holds[variable]) continue;
            flow->holds[variable] = is_changed = true;
        }
    }
}

// ---- tests

static bool compute(const Flow *flow, ExprId id, int64_t loaded, int64_t *value) {
    const Expr *expr = program_expr(flow->program, id);
    int64_t left, right;
    switch (expr->kind) {
    case EXPR_CONSTANT: *value = expr->constant; return true;
    case EXPR_CONVERT: return compute(flow, expr->left, loaded, value);
    case EXPR_LOAD: *value = loaded; return mentions(flow, flow->load, id);
    case EXPR_UNARY:
        if (expr->operator_ != OPERATOR_NOT || !compute(flow, expr->left, loaded, &left)) return false;
        *value = !left;
        return true;
    case EXPR_BINARY:
        if (!compute(flow, expr->left, loaded, &left) || !compute(flow, expr->right, loaded, &right)) return false;
        *value = expr->operator_ == OPERATOR_EQUAL ? left == right : left != right;
        return expr->operator_ == OPERATOR_EQUAL || expr->operator_ == OPERATOR_NOT_EQUAL;
    default: return false;
    }
}

// The way that a branch takes when the stored value was loaded; -1: unknown.
static int way_taken(const Flow *flow, const Node *branch, ExprId stored) {
    const Expr *constant = stored ? program_expr(flow->program, stored) : NULL;
    while (constant && constant->kind == EXPR_CONVERT) constant = program_expr(flow->program, constant->left);
    if (!constant || branch->kind != NODE_BRANCH) return -1;
    bool is_pointer = constant->kind != EXPR_CONSTANT && constant->type.kind == TYPE_POINTER;
    int64_t value;
    if (!is_pointer && constant->kind != EXPR_CONSTANT) return -1;
    if (!compute(flow, branch->value, is_pointer ? 1 : constant->constant, &value)) return -1;
    return value ? 0 : 1;
}

static bool reaches(const Flow *flow, NodeId way) {
    FunctionId function = chain_top(flow->seen->read).function;
    return way && ways_lead(flow->seen->ways, function, way, flow->read, flow->load);
}

static bool decides(const Flow *flow, NodeId id, ExprId stored) {
    const Node *node = &flow->function->nodes[id];
    if (node->kind != NODE_BRANCH && node->kind != NODE_SWITCH) return false;
    if (!mentions(flow, id, node->value)) return false;
    FunctionId function = chain_top(flow->seen->read).function;
    if (!ways_dominate(flow->seen->ways, function, id, flow->read)) return false;
    bool is_parting = false;
    for (uint32_t i = 0; i < control_flow_way_count(node); i++) is_parting |= !reaches(flow, control_flow_way(node, i));
    int way = way_taken(flow, node, stored);
    return is_parting && (way < 0 || reaches(flow, control_flow_way(node, (uint32_t)way)));
}

Seen seen_value_decides(const SeenValue *seen, ExprId stored) {
    const Program *program = seen->search->program;
    CallSite load = chain_top(seen->load), read = chain_top(seen->read);
    Arena *scratch = arena_create();
    Flow flow = {.seen = seen,
                 .program = program,
                 .function = program_function(program, read.function),
                 .load = load.node,
                 .read = read.node,
                 .holds = arena_new_array(scratch, bool, program->variables.count + 1)};
    follow(&flow);
    bool is_own = seen->read->count == 1;
    bool leads = is_own ? mentions(&flow, read.node, seen->address) : mentions_in_arguments(&flow, read.node);
    Seen how = leads ? SEEN_LEADS_THERE : SEEN_NOT;
    for (NodeId node = 1; how == SEEN_NOT && node < flow.function->node_count; node++)
        if (decides(&flow, node, stored)) how = SEEN_DECIDES;
    arena_destroy(scratch);
    return how;
}
