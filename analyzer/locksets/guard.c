// SPDX-License-Identifier: MIT
// Condition waits that go on without testing again what they waited for. Waiters may wake without a signal, and what
// was signalled may be undone before they run.
#include "locksets/analysis.h"

typedef struct GuardSearch {
    LockAnalysis *analysis;
    FunctionId id;
    const Function *function;
    PointeeSet mutex;
    bool *is_seen;
} GuardSearch;

static bool loads_shared(const Program *program, ExprId id) {
    if (!id) return false;
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_OPAQUE) return true;
    if (expr->kind == EXPR_LOAD) {
        const Expr *at = program_expr(program, expr->left);
        if (at->kind != EXPR_VARIABLE_ADDRESS) return true;
        const Variable *variable = program_variable(program, at->reference);
        // A temporary holds the result of a call: its function may have looked.
        if (variable->kind != VARIABLE_LOCAL && variable->kind != VARIABLE_PARAMETER) return true;
        return variable->is_address_taken;
    }
    return loads_shared(program, expr->left) || loads_shared(program, expr->right);
}

static bool loads_variable(const Program *program, ExprId id, VariableId variable) {
    if (!id) return false;
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_VARIABLE_ADDRESS) return expr->reference == variable;
    return loads_variable(program, expr->left, variable) || loads_variable(program, expr->right, variable);
}

// Reads shared memory into a local that is then tested.
static bool looks_through_local(const GuardSearch *search, const Node *node) {
    const Program *program = search->analysis->program;
    if (node->kind != NODE_ASSIGN || !loads_shared(program, node->value)) return false;
    const Expr *target = program_expr(program, node->target);
    if (target->kind != EXPR_VARIABLE_ADDRESS) return false;
    const Variable *variable = program_variable(program, target->reference);
    if (variable->kind != VARIABLE_LOCAL || variable->is_address_taken) return false;
    for (NodeId id = 1; id < search->function->node_count; id++) {
        const Node *test = &search->function->nodes[id];
        bool is_branch = test->kind == NODE_BRANCH || test->kind == NODE_SWITCH;
        if (is_branch && loads_variable(program, test->value, target->reference)) return true;
    }
    return false;
}

// Whether what the wait was for is used without a test: the mutex is given back, or the function left by itself.
static bool reaches_use(GuardSearch *search, NodeId id) {
    if (!id || search->is_seen[id]) return false;
    search->is_seen[id] = true;
    const Node *node = &search->function->nodes[id];
    const Program *program = search->analysis->program;
    const Api *api = node->kind == NODE_EVENT ? program_api(program, node->api) : NULL;
    if (api && api->event == EVENT_UNLOCK) {
        PointeeSet lock = points_to_of_operand(search->analysis->points_to, search->id, id, OPERAND_OBJECT);
        if (pointees_meet(&lock, &search->mutex)) return true;
    }
    if (api && api->event == EVENT_WAIT) return false;
    bool is_test = (node->kind == NODE_BRANCH || node->kind == NODE_SWITCH) && loads_shared(program, node->value);
    if (is_test || looks_through_local(search, node) || node->kind == NODE_CALL || node->kind == NODE_RETURN)
        return false;
    for (uint32_t i = 0; i < control_flow_way_count(node); i++)
        if (reaches_use(search, control_flow_way(node, i))) return true;
    return false;
}

// An `if` that should be a `while`, or no test at all. A wait in a loop that looks at everything after each wake-up
// needs none.
static bool is_meant_once(const GuardSearch *search, const ControlFlow *flow, NodeId wait) {
    NodeList controllers = control_flow_controllers(flow, wait);
    for (uint32_t i = 0; i < controllers.count; i++)
        if (loads_shared(search->analysis->program, search->function->nodes[controllers.items[i]].value)) return true;
    return !flow->is_on_cycle[wait];
}

static bool is_unguarded(LockAnalysis *analysis, FunctionId id, NodeId node, const ControlFlow *flow,
                         PointeeSet *mutex) {
    const Function *function = program_function(analysis->program, id);
    GuardSearch search = {.analysis = analysis, .id = id, .function = function};
    search.mutex = *mutex = points_to_of_operand(analysis->points_to, id, node, OPERAND_MUTEX);
    search.is_seen = arena_new_array(analysis->scratch, bool, function->node_count + 1);
    if (!search.mutex.count || !is_meant_once(&search, flow, node)) return false;
    return reaches_use(&search, function->nodes[node].next);
}

static void add_problem(LockAnalysis *analysis, FunctionId id, NodeId node, const PointeeSet *mutex) {
    const SiteChain *site = chain_make(analysis, (CallSite){id, node}, NULL);
    LockProblem problem = {.kind = PROBLEM_WAIT_UNGUARDED, .function = id, .second = site, .object = OBJECT_CONDITION};
    problem.lock = term_objects(analysis->terms, mutex);
    array_push(&analysis->problems, analysis->arena, problem);
}

static bool is_untimed_wait(const LockAnalysis *analysis, const Node *node) {
    if (node->kind != NODE_EVENT) return false;
    const Api *api = program_api(analysis->program, node->api);
    return api->event == EVENT_WAIT && api->blocking == BLOCKING_FOREVER && api->wakes_without_signal;
}

// Returns whether there are any; adds them unless it is only asked for that.
static bool find_in_function(LockAnalysis *analysis, FunctionId id, bool is_asked) {
    const Function *function = program_function(analysis->program, id);
    ControlFlow *flow = NULL;
    bool is_found = false;
    for (NodeId node = 1; node < function->node_count; node++) {
        PointeeSet mutex;
        if (!is_untimed_wait(analysis, &function->nodes[node])) continue;
        if (!flow) flow = control_flow_build(function, NULL, analysis->scratch);
        if (!is_unguarded(analysis, id, node, flow, &mutex)) continue;
        is_found = true;
        if (!is_asked) add_problem(analysis, id, node, &mutex);
    }
    return is_found;
}

static bool find_all(LockAnalysis *analysis, bool is_asked) {
    bool is_found = false;
    for (FunctionId id = 1; id < analysis->program->functions.count; id++) {
        if (!analysis->is_relevant[id]) continue;
        analysis->scratch = arena_create();
        is_found |= find_in_function(analysis, id, is_asked);
        arena_destroy(analysis->scratch);
    }
    return is_found;
}

void guard_find_waits(LockAnalysis *analysis) {
    find_all(analysis, false);
}

bool guard_has_waits(LockAnalysis *analysis) {
    return find_all(analysis, true);
}
