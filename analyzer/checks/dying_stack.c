// SPDX-License-Identifier: MIT
#include "checks/dying_stack.h"

#include "checks/names.h"
#include "checks/outcome_walk.h"

typedef struct Finder {
    const Inspection *inspection;
    const Program *program;
    Arena *scratch;
    bool *may_wait; // per function: it, or what it calls, may wait for others
    DyingStacks found;
} Finder;

typedef struct Way {
    const Finder *finder;
    const ControlFlow *flow;
    CallSite spawn, end;
    bool waits;
} Way;

// ---- what waits for others

// Time and memory make nobody wait for what another task does.
static bool event_waits(const Api *api) {
    switch (api->event) {
    case EVENT_HARMLESS:
    case EVENT_SPAWN:
    case EVENT_DETACH:
    case EVENT_MAKE:
    case EVENT_INIT:
    case EVENT_FREE:
    case EVENT_UNLOCK:
    case EVENT_SLEEP:
    case EVENT_YIELD:
    case EVENT_TASK_EXIT:
    case EVENT_PROCESS_EXIT:
    case EVENT_ALLOCATE:
    case EVENT_FREE_MEMORY:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY:
    case EVENT_ATTRIBUTE: return false;
    default: return true;
    }
}

static bool loads_shared(const Program *program, ExprId id) {
    if (!id) return false;
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_LOAD) {
        const Expr *from = program_expr(program, expr->left);
        if (from->kind != EXPR_VARIABLE_ADDRESS) return true;
        const Variable *variable = program_variable(program, from->reference);
        return !variable->function || variable->kind == VARIABLE_STATIC || variable->is_address_taken;
    }
    return loads_shared(program, expr->left) || loads_shared(program, expr->right);
}

static bool node_waits(const Finder *finder, const ControlFlow *flow, CallSite site) {
    const Node *node = &program_function(finder->program, site.function)->nodes[site.node];
    switch (node->kind) {
    case NODE_EVENT: return event_waits(program_api(finder->program, node->api));
    case NODE_SKIPPED: return true;
    case NODE_BRANCH: // of a loop that waits for memory to change
    case NODE_SWITCH: return flow->is_on_cycle[site.node] && loads_shared(finder->program, node->value);
    case NODE_CALL: break;
    default: return false;
    }
    FunctionSet callees = points_to_callees(finder->inspection->points_to, site.function, site.node);
    if (callees.has_unknown || !callees.count) return true;
    for (uint32_t i = 0; i < callees.count; i++) {
        const Function *callee = program_function(finder->program, callees.items[i]);
        if (callee->is_defined ? finder->may_wait[callees.items[i]] : !callee->is_noreturn) return true;
    }
    return false;
}

static void find_waiting(Finder *finder) {
    const Program *program = finder->program;
    finder->may_wait = arena_new_array(finder->scratch, bool, program->functions.count);
    FunctionList order = call_graph_bottom_up(finder->inspection->calls);
    for (uint32_t i = 0; i < order.count; i++) {
        FunctionId id = order.items[i];
        const Function *function = program_function(program, id);
        if (!function->is_defined) continue;
        finder->may_wait[id] = call_graph_is_recursive(finder->inspection->calls, id);
        ControlFlow *flow = control_flow_find_cycles(function, NULL, finder->scratch);
        for (NodeId node = 1; node < function->node_count && !finder->may_wait[id]; node++)
            finder->may_wait[id] = node_waits(finder, flow, (CallSite){id, node});
    }
}

// ---- the way to the end

static bool fix_result(void *context, CallSite site, int64_t *value) {
    const Way *way = context;
    if (site.function != way->spawn.function || site.node != way->spawn.node) return false;
    return outcome_value(api_at(way->finder->program, site), OUTCOME_OK, value);
}

static bool enter(void *context, CallSite site) {
    Way *way = context;
    const Function *function = program_function(way->finder->program, site.function);
    const Api *api = api_at(way->finder->program, site);
    if (node_waits(way->finder, way->flow, site)) way->waits = true;
    bool returns = function->nodes[site.node].kind == NODE_RETURN;
    if ((returns && !function->is_entry) || (api && api->event == EVENT_TASK_EXIT)) way->end = site;
    return !way->waits;
}

static bool ends_unwaited(const Finder *finder, CallSite spawn, CallSite *end) {
    const Function *function = program_function(finder->program, spawn.function);
    Way way = {finder, control_flow_find_cycles(function, NULL, finder->scratch), spawn, {0}, false};
    OutcomeWalk walk = {
        .program = finder->program, .arena = finder->scratch, .context = &way, .result = fix_result, .enter = enter};
    OutcomeEnd ends = outcome_walk(&walk, spawn);
    *end = way.end;
    return !ends.is_cut && !way.waits && way.end.function;
}

// ---- what the task does with it

static bool is_in_variable(const Finder *finder, FunctionId function, ExprId address, VariableId variable) {
    PointeeSet set = points_to_of_expr(finder->inspection->points_to, function, address);
    if (set.has_unknown || set.count != 1) return false;
    const Site *site = points_to_site(finder->inspection->points_to, set.items[0].site);
    return site->kind == SITE_VARIABLE && site->variable == variable;
}

static bool reads(const Finder *finder, FunctionId function, ExprId id, VariableId variable) {
    if (!id) return false;
    const Expr *expr = program_expr(finder->program, id);
    if (expr->kind == EXPR_LOAD && is_in_variable(finder, function, expr->left, variable)) return true;
    return reads(finder, function, expr->left, variable) || reads(finder, function, expr->right, variable);
}

static bool uses(const Finder *finder, FunctionId id, const Node *node, VariableId variable) {
    if (reads(finder, id, node->value, variable) || reads(finder, id, node->target, variable)) return true;
    for (uint32_t i = 0; i < node->argument_count; i++)
        if (reads(finder, id, node->arguments[i], variable)) return true;
    bool is_store = node->kind == NODE_ASSIGN || node->kind == NODE_COPY || node->kind == NODE_ZERO;
    if (node->kind == NODE_COPY && is_in_variable(finder, id, node->value, variable)) return true;
    return is_store && is_in_variable(finder, id, node->target, variable);
}

static bool find_use(const Finder *finder, FunctionId entry, VariableId variable, CallSite *use) {
    const Function *function = program_function(finder->program, entry);
    for (NodeId node = 1; node < function->node_count; node++)
        if (uses(finder, entry, &function->nodes[node], variable)) {
            *use = (CallSite){entry, node};
            return true;
        }
    return false;
}

// The local variable of the spawning function that the argument points to for certain; 0: none.
static VariableId local_given(const Finder *finder, FunctionId spawner, ExprId argument) {
    PointeeSet set = points_to_of_expr(finder->inspection->points_to, spawner, argument);
    if (set.has_unknown || set.count != 1) return 0;
    const Site *site = points_to_site(finder->inspection->points_to, set.items[0].site);
    if (site->kind != SITE_VARIABLE) return 0;
    const Variable *variable = program_variable(finder->program, site->variable);
    bool is_local = variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER;
    return is_local && variable->function == spawner ? site->variable : 0;
}

static void look_at(Finder *finder, CallSite spawn, uint32_t position, ExprId argument) {
    FunctionSet entries = points_to_callees(finder->inspection->points_to, spawn.function, spawn.node);
    if (entries.has_unknown || entries.count != 1) return;
    const Function *entry = program_function(finder->program, entries.items[0]);
    if (!entry->is_defined || position >= entry->parameter_count) return;
    DyingStack found = {.spawn = spawn, .entry = entries.items[0]};
    found.variable = local_given(finder, spawn.function, argument);
    if (!found.variable || !find_use(finder, found.entry, found.variable, &found.use)) return;
    if (ends_unwaited(finder, spawn, &found.end)) array_push(&finder->found.list, finder->inspection->arena, found);
}

static void look_at_spawn(Finder *finder, CallSite spawn) {
    const Api *api = api_at(finder->program, spawn);
    if (!api || api->event != EVENT_SPAWN || api->domain != DOMAIN_PREEMPTIVE || api->waits_for_all_outside) return;
    if (api->spawn_order == SPAWN_CHILD_FIRST) return;
    const Node *node = &program_function(finder->program, spawn.function)->nodes[spawn.node];
    for (uint32_t i = 0; i <= api->spawn_parameter; i++) {
        ExprId argument = event_spawn_argument(finder->program, node, i);
        if (argument) look_at(finder, spawn, i, argument);
    }
}

DyingStacks dying_stack_find(const Inspection *inspection) {
    Finder finder = {.inspection = inspection, .program = inspection->program, .scratch = arena_create()};
    find_waiting(&finder);
    for (FunctionId id = 1; id < finder.program->functions.count; id++) {
        if (!points_to_is_reached(inspection->points_to, id)) continue;
        for (NodeId node = 1; node < program_function(finder.program, id)->node_count; node++)
            look_at_spawn(&finder, (CallSite){id, node});
    }
    arena_destroy(finder.scratch);
    return finder.found;
}
