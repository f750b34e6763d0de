// SPDX-License-Identifier: MIT
#include "checks/handler_walk.h"

#include "checks/outcome_walk.h"
#include "link/tracked_variable.h"

typedef enum Knowledge { KNOWLEDGE_NONE, KNOWLEDGE_CONSTANT, KNOWLEDGE_ANY } Knowledge;

typedef struct ParameterValue {
    Knowledge knowledge;
    int64_t constant;
} ParameterValue;

typedef struct Entered {
    CallSite at;
    bool is_entered, is_waiting, is_certain;
    bool is_own;            // only handlers lead there
    ParameterValue *values; // per parameter
    bool *is_reached;       // per node
} Entered;

struct HandlerWalk {
    const Inspection *inspection;
    Arena *arena;
    Entered *entered; // per function
    ARRAY(FunctionId) order;
    FunctionId function; // that is being walked through
};

static bool is_kept(const Program *program, const Function *function, VariableId id) {
    for (NodeId node = 1; node < function->node_count; node++)
        if (variable_assigned_by(program, &function->nodes[node]) == id) return false;
    return variable_is_tracked(program, id);
}

static ParameterValue *value_of(const HandlerWalk *walk, FunctionId id, VariableId variable) {
    const Function *function = program_function(walk->inspection->program, id);
    for (uint32_t i = 0; i < function->parameter_count; i++)
        if (function->parameters[i] == variable) return &walk->entered[id].values[i];
    return NULL;
}

static bool no_result(void *context, CallSite site, int64_t *value) {
    (void)context, (void)site, (void)value;
    return false;
}

static bool enter_node(void *context, CallSite site) {
    HandlerWalk *walk = context;
    walk->entered[site.function].is_reached[site.node] = true;
    return true;
}

static bool load_parameter(void *context, const Expr *load, int64_t *value) {
    const HandlerWalk *walk = context;
    VariableId variable = variable_at_address(walk->inspection->program, load->left);
    const ParameterValue *known = variable ? value_of(walk, walk->function, variable) : NULL;
    if (!known || known->knowledge != KNOWLEDGE_CONSTANT) return false;
    *value = known->constant;
    return true;
}

static void find_reached(HandlerWalk *walk, FunctionId id) {
    const Program *program = walk->inspection->program;
    Arena *scratch = arena_create();
    OutcomeWalk ways = {program, scratch, walk, no_result, enter_node, load_parameter};
    walk->function = id;
    OutcomeEnd end = outcome_walk(&ways, (CallSite){id, 0});
    for (NodeId node = 1; end.is_cut && node < program_function(program, id)->node_count; node++)
        walk->entered[id].is_reached[node] = true;
    arena_destroy(scratch);
}

static ParameterValue passed(const HandlerWalk *walk, CallSite site, uint32_t index) {
    const Program *program = walk->inspection->program;
    const Node *call = &program_function(program, site.function)->nodes[site.node];
    ParameterValue any = {.knowledge = KNOWLEDGE_ANY};
    if (index >= call->argument_count) return any;
    const Expr *expr = program_expr(program, expr_without_exact_conversions(program, call->arguments[index]));
    if (expr->kind == EXPR_CONSTANT) return (ParameterValue){KNOWLEDGE_CONSTANT, expr->constant};
    VariableId variable = expr->kind == EXPR_LOAD ? variable_at_address(program, expr->left) : 0;
    const ParameterValue *known = variable ? value_of(walk, site.function, variable) : NULL;
    return known ? *known : any;
}

// Whether it changed what is known.
static bool meet(ParameterValue *known, ParameterValue more) {
    if (known->knowledge == KNOWLEDGE_ANY || more.knowledge == KNOWLEDGE_NONE) return false;
    if (known->knowledge == KNOWLEDGE_CONSTANT && more.knowledge == KNOWLEDGE_CONSTANT &&
        known->constant == more.constant)
        return false;
    if (known->knowledge == KNOWLEDGE_CONSTANT) more.knowledge = KNOWLEDGE_ANY;
    *known = more;
    return true;
}

static void enter(HandlerWalk *walk, FunctionId id, CallSite at) {
    const Function *function = program_function(walk->inspection->program, id);
    Entered *entered = &walk->entered[id];
    entered->is_entered = true;
    entered->at = at;
    entered->values = arena_new_array(walk->arena, ParameterValue, function->parameter_count + 1);
    entered->is_reached = arena_new_array(walk->arena, bool, function->node_count + 1);
    array_push(&walk->order, walk->arena, id);
}

static void follow_call(HandlerWalk *walk, CallSite site) {
    const Program *program = walk->inspection->program;
    FunctionSet callees = points_to_callees(walk->inspection->points_to, site.function, site.node);
    if (callees.count != 1 || callees.has_unknown) return;
    FunctionId id = callees.items[0];
    const Function *function = program_function(program, id);
    if (!function->is_defined || function->is_system) return;
    Entered *entered = &walk->entered[id];
    bool is_changed = !entered->is_entered;
    if (is_changed) enter(walk, id, site);
    for (uint32_t i = 0; i < function->parameter_count; i++) {
        ParameterValue value = passed(walk, site, i);
        if (!is_kept(program, function, function->parameters[i])) value.knowledge = KNOWLEDGE_ANY;
        is_changed |= meet(&entered->values[i], value);
    }
    entered->is_waiting |= is_changed;
}

// ---- certainty

static bool only_handlers_call(const HandlerWalk *walk, FunctionId id) {
    const CallGraph *calls = walk->inspection->calls;
    CallSiteList callers = call_graph_callers(calls, id);
    if (points_to_is_callback(walk->inspection->points_to, id) || call_graph_spawners(calls, id).count) return false;
    for (uint32_t i = 0; i < callers.count; i++)
        if (!walk->entered[callers.items[i].function].is_own) return false;
    return true;
}

static void find_own(HandlerWalk *walk, const bool *is_handler) {
    for (FunctionId id = 1; id < walk->inspection->program->functions.count; id++)
        walk->entered[id].is_own = is_handler[id];
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < walk->order.count; i++) {
            Entered *entered = &walk->entered[walk->order.items[i]];
            if (entered->is_own || !only_handlers_call(walk, walk->order.items[i])) continue;
            is_changed = entered->is_own = true;
        }
    }
}

typedef struct Avoidance {
    HandlerWalk *walk;
    NodeId node;
} Avoidance;

static bool avoid_node(void *context, CallSite site) {
    const Avoidance *avoidance = context;
    return site.node != avoidance->node;
}

static bool load_avoiding(void *context, const Expr *load, int64_t *value) {
    const Avoidance *avoidance = context;
    return load_parameter(avoidance->walk, load, value);
}

static bool is_avoidable(HandlerWalk *walk, CallSite site) {
    Arena *scratch = arena_create();
    Avoidance avoidance = {walk, site.node};
    OutcomeWalk ways = {walk->inspection->program, scratch, &avoidance, no_result, avoid_node, load_avoiding};
    walk->function = site.function;
    OutcomeEnd end = outcome_walk(&ways, (CallSite){site.function, 0});
    arena_destroy(scratch);
    return end.is_cut || end.leaves;
}

static bool is_certain(HandlerWalk *walk, CallSite site) {
    const Entered *entered = &walk->entered[site.function];
    return entered->is_certain && (entered->is_own || !is_avoidable(walk, site));
}

// The entered function that the call leads to and that is not known to be certain yet; else 0.
static FunctionId open_callee(const HandlerWalk *walk, CallSite site) {
    const Node *node = &program_function(walk->inspection->program, site.function)->nodes[site.node];
    if (node->kind != NODE_CALL || !walk->entered[site.function].is_reached[site.node]) return 0;
    FunctionSet callees = points_to_callees(walk->inspection->points_to, site.function, site.node);
    if (callees.count != 1 || callees.has_unknown) return 0;
    const Entered *callee = &walk->entered[callees.items[0]];
    return callee->is_entered && !callee->is_certain ? callees.items[0] : 0;
}

static void find_certain(HandlerWalk *walk) {
    ARRAY(FunctionId) found = {0};
    array_push(&found, walk->arena, walk->order.items[0]);
    walk->entered[walk->order.items[0]].is_certain = true;
    for (uint32_t i = 0; i < found.count; i++) {
        FunctionId id = found.items[i];
        for (NodeId node = 1; node < program_function(walk->inspection->program, id)->node_count; node++) {
            CallSite site = {id, node};
            FunctionId callee = open_callee(walk, site);
            if (!callee || !is_certain(walk, site)) continue;
            walk->entered[callee].is_certain = true;
            walk->entered[callee].at = site;
            array_push(&found, walk->arena, callee);
        }
    }
}

HandlerWalk *handler_walk(const Inspection *inspection, FunctionId handler, const bool *is_handler, Arena *arena) {
    HandlerWalk *walk = arena_new(arena, HandlerWalk);
    const Function *first = program_function(inspection->program, handler);
    *walk = (HandlerWalk){.inspection = inspection, .arena = arena};
    walk->entered = arena_new_array(arena, Entered, inspection->program->functions.count + 1);
    enter(walk, handler, (CallSite){0});
    for (uint32_t i = 0; i < first->parameter_count; i++) walk->entered[handler].values[i].knowledge = KNOWLEDGE_ANY;
    walk->entered[handler].is_waiting = true;
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < walk->order.count; i++) {
            FunctionId id = walk->order.items[i];
            const Function *function = program_function(inspection->program, id);
            if (!walk->entered[id].is_waiting) continue;
            walk->entered[id].is_waiting = false;
            is_changed = true;
            find_reached(walk, id);
            for (NodeId node = 1; node < function->node_count; node++)
                if (function->nodes[node].kind == NODE_CALL && walk->entered[id].is_reached[node])
                    follow_call(walk, (CallSite){id, node});
        }
    }
    find_own(walk, is_handler);
    find_certain(walk);
    return walk;
}

HandlerFunctions handler_walk_functions(const HandlerWalk *walk) {
    return (HandlerFunctions){walk->order.items, walk->order.count};
}

CallSite handler_walk_entered_at(const HandlerWalk *walk, FunctionId function) {
    return walk->entered[function].at;
}

bool handler_walk_comes_to(const HandlerWalk *walk, CallSite site) {
    return walk->entered[site.function].is_entered && walk->entered[site.function].is_reached[site.node];
}

bool handler_walk_is_certain(const HandlerWalk *walk, CallSite site) {
    HandlerWalk asked = *walk; // the walk keeps which function it is in
    return is_certain(&asked, site);
}
