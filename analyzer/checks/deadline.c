// SPDX-License-Identifier: MIT
#include "checks/deadline.h"

#include "checks/channel_uses.h"
#include "checks/loop_exit.h"
#include "checks/names.h"

#include <string.h>

enum { MOST_PARAMETERS = 8, DEEPEST_CALL = 4, DEEPEST_VALUE = 8 };

// A time: `offset` from nothing, from the moment of the call, or from a parameter.
typedef enum Base { BASE_UNKNOWN, BASE_ZERO, BASE_NOW, BASE_PARAMETER } Base;
typedef struct Time {
    Base base;
    uint32_t parameter;
    const char *library; // whose clock
    int64_t offset;
} Time;

// How far from now what a caller hands over lies.
typedef struct Patience {
    bool is_known;
    int64_t length;
    const char *library;
} Patience;

typedef struct Finder {
    const Inspection *inspection;
    const Program *program;
    LateWaits late;
    bool *is_entered; // per function: on the way to here
} Finder;

static const Node *node_at(const Finder *finder, CallSite site) {
    return &program_function(finder->program, site.function)->nodes[site.node];
}

static Time fold(const Finder *finder, FunctionId id, ExprId expr, uint32_t depth);

static bool is_clock(const Finder *finder, const Node *node, Time *time) {
    if (node->kind != NODE_EVENT || node->argument_count) return false;
    const Api *api = program_api(finder->program, node->api);
    *time = (Time){.base = BASE_NOW, .library = api->library};
    return api->event == EVENT_HARMLESS;
}

static bool sets(const Finder *finder, const Node *node, VariableId variable) {
    bool is_store = node->kind == NODE_ASSIGN || node->kind == NODE_COPY || node->kind == NODE_ZERO;
    bool is_call = node->kind == NODE_CALL || node->kind == NODE_EVENT;
    if (is_call) return node->result == variable;
    if (!is_store) return false;
    const Expr *target = program_expr(finder->program, node->target);
    return target->kind == EXPR_VARIABLE_ADDRESS && target->reference == variable;
}

static Time fold_parameter(const Finder *finder, FunctionId id, VariableId variable) {
    const Function *function = program_function(finder->program, id);
    for (uint32_t i = 0; i < function->parameter_count; i++)
        if (function->parameters[i] == variable) return (Time){.base = BASE_PARAMETER, .parameter = i};
    return (Time){0};
}

// What a variable holds that is set in one place, or never if it is a parameter.
static Time fold_variable(const Finder *finder, FunctionId id, VariableId variable, uint32_t depth) {
    const Function *function = program_function(finder->program, id);
    const Variable *about = program_variable(finder->program, variable);
    const Node *setter = NULL;
    if (about->is_address_taken || about->function != id || about->kind == VARIABLE_STATIC) return (Time){0};
    for (NodeId node = 1; node < function->node_count; node++) {
        if (!sets(finder, &function->nodes[node], variable)) continue;
        if (setter) return (Time){0};
        setter = &function->nodes[node];
    }
    if (!setter) return fold_parameter(finder, id, variable);
    if (about->kind == VARIABLE_PARAMETER) return (Time){0};
    Time time;
    if (is_clock(finder, setter, &time)) return time;
    return setter->kind == NODE_ASSIGN ? fold(finder, id, setter->value, depth + 1) : (Time){0};
}

static Time fold_sum(const Finder *finder, FunctionId id, const Expr *expr, uint32_t depth) {
    Time left = fold(finder, id, expr->left, depth), right = fold(finder, id, expr->right, depth);
    bool is_difference = expr->operator_ == OPERATOR_SUBTRACT;
    if (left.base == BASE_ZERO && !is_difference) {
        Time swapped = left;
        left = right;
        right = swapped;
    }
    if (left.base == BASE_UNKNOWN || right.base != BASE_ZERO) return (Time){0};
    uint64_t one = (uint64_t)left.offset, other = (uint64_t)right.offset;
    left.offset = (int64_t)(is_difference ? one - other : one + other);
    return left;
}

static Time fold(const Finder *finder, FunctionId id, ExprId expr_id, uint32_t depth) {
    const Expr *expr = expr_id ? program_expr(finder->program, expr_id) : NULL;
    if (!expr || depth > DEEPEST_VALUE) return (Time){0};
    if (expr->kind == EXPR_CONSTANT) return (Time){.base = BASE_ZERO, .offset = expr->constant};
    if (expr->kind == EXPR_CONVERT) return fold(finder, id, expr->left, depth + 1);
    if (expr->kind == EXPR_BINARY && (expr->operator_ == OPERATOR_ADD || expr->operator_ == OPERATOR_SUBTRACT))
        return fold_sum(finder, id, expr, depth + 1);
    if (expr->kind != EXPR_LOAD) return (Time){0};
    const Expr *address = program_expr(finder->program, expr->left);
    return address->kind == EXPR_VARIABLE_ADDRESS ? fold_variable(finder, id, address->reference, depth + 1)
                                                  : (Time){0};
}

static Patience patience_of(Time time, const Patience *given) {
    if (time.base == BASE_NOW) return (Patience){true, time.offset, time.library};
    if (time.base != BASE_PARAMETER || time.parameter >= MOST_PARAMETERS || !given) return (Patience){0};
    Patience patience = given[time.parameter];
    patience.length += time.offset;
    return patience;
}

// How long the event waits; sleeps are work that takes its time, not waits.
static Patience patience_of_event(const Finder *finder, CallSite site, const Patience *given) {
    const Node *node = node_at(finder, site);
    const Api *api = api_at(finder->program, site);
    if (!api || api->blocking != BLOCKING_TIMED || api->event == EVENT_SLEEP) return (Patience){0};
    ExprId timeout = event_operand(finder->program, node, OPERAND_TIMEOUT);
    Patience patience = patience_of(fold(finder, site.function, timeout, 0), given);
    if (patience.is_known && strcmp(patience.library, api->library) != 0) return (Patience){0};
    return patience;
}

static void add_late(Finder *finder, LateWait late) {
    if (late.grants <= 0 || late.waits <= late.grants) return;
    for (uint32_t i = 0; i < finder->late.list.count; i++) {
        LateWait *other = &finder->late.list.items[i];
        if (other->wait.function != late.wait.function || other->wait.node != late.wait.node) continue;
        if (late.grants < other->grants) *other = late;
        return;
    }
    array_push(&finder->late.list, finder->inspection->arena, late);
}

// A call whose caller waits `grants` for it at most.
typedef struct Window {
    CallSite grant;
    Patience granted;
    uint32_t depth;
} Window;

static FunctionId only_callee(const Finder *finder, CallSite site) {
    FunctionSet callees = points_to_callees(finder->inspection->points_to, site.function, site.node);
    bool is_one = callees.count == 1 && !callees.has_unknown;
    return is_one && program_function(finder->program, callees.items[0])->is_defined ? callees.items[0] : 0;
}

static void read_arguments(const Finder *finder, CallSite site, const Patience *given, Patience *handed) {
    const Node *node = node_at(finder, site);
    for (uint32_t i = 0; i < node->argument_count && i < MOST_PARAMETERS; i++)
        handed[i] = patience_of(fold(finder, site.function, node->arguments[i], 0), given);
}

static void look_into(Finder *finder, FunctionId id, const Patience *given, const Window *window) {
    const Function *function = program_function(finder->program, id);
    if (finder->is_entered[id] || window->depth > DEEPEST_CALL) return;
    finder->is_entered[id] = true;
    for (NodeId node = 1; node < function->node_count; node++) {
        CallSite site = {id, node};
        NodeKind kind = function->nodes[node].kind;
        FunctionId callee = kind == NODE_CALL ? only_callee(finder, site) : 0;
        if (callee) {
            Patience handed[MOST_PARAMETERS] = {{0}};
            Window inner = *window;
            inner.depth++;
            read_arguments(finder, site, given, handed);
            look_into(finder, callee, handed, &inner);
        }
        if (kind != NODE_EVENT) continue;
        Patience patience = patience_of_event(finder, site, given);
        if (patience.is_known && !strcmp(patience.library, window->granted.library))
            add_late(finder, (LateWait){site, window->grant, patience.length, window->granted.length, false});
    }
    finder->is_entered[id] = false;
}

// A call that hands over a deadline gives the called function that long.
static void look_at_call(Finder *finder, CallSite site) {
    Patience handed[MOST_PARAMETERS] = {{0}};
    Window window = {.grant = site};
    FunctionId callee = only_callee(finder, site);
    if (!callee) return;
    read_arguments(finder, site, NULL, handed);
    for (uint32_t i = 0; i < MOST_PARAMETERS; i++)
        if (handed[i].is_known && (!window.granted.is_known || handed[i].length > window.granted.length))
            window.granted = handed[i];
    if (window.granted.is_known) look_into(finder, callee, handed, &window);
}

static bool dominates(const ControlFlow *flow, NodeId above, NodeId node) {
    while (node && node != above) node = flow->dominator[node];
    return node == above;
}

// Whether somebody ends the task from outside: then its own deadlines do not count.
static bool is_ended_from_outside(const Finder *finder, CallSite spawn) {
    const Program *program = finder->program;
    const PointsTo *points_to = finder->inspection->points_to;
    PointeeSet group = points_to_of_operand(points_to, spawn.function, spawn.node, OPERAND_GROUP);
    for (FunctionId id = 1; id < program->functions.count; id++)
        for (NodeId node = 1; node < program_function(program, id)->node_count; node++) {
            const Api *api = api_at(program, (CallSite){id, node});
            if (!api || (api->event != EVENT_CLOSE && api->event != EVENT_CANCEL)) continue;
            PointeeSet set = points_to_of_operand(points_to, id, node, OPERAND_OBJECT);
            if (set.has_unknown || api->event == EVENT_CANCEL) return true;
            for (uint32_t i = 0; i < set.count; i++) {
                const Site *site = points_to_site(points_to, set.items[i].site);
                if (site->function == spawn.function && site->node == spawn.node) return true;
                for (uint32_t j = 0; j < group.count; j++)
                    if (group.items[j].site == set.items[i].site) return true;
            }
        }
    return false;
}

// The task's waits that come before its only result, for which the caller waits with a deadline of its own.
static void look_at_task(Finder *finder, const ChannelUses *uses, CallSite spawn, FunctionId task, CallSite waits,
                         SiteId result, const Patience *granted) {
    const Function *function = program_function(finder->program, task);
    Patience handed[MOST_PARAMETERS] = {{0}};
    Arena *scratch = arena_create();
    ControlFlow *flow = control_flow_build(function, NULL, scratch);
    for (uint32_t i = 0; i < function->parameter_count && i < MOST_PARAMETERS; i++)
        handed[i] = patience_of(
            fold(finder, spawn.function, event_spawn_argument(finder->program, node_at(finder, spawn), i), 0), NULL);
    for (NodeId node = 1; node < function->node_count; node++) {
        Patience patience = patience_of_event(finder, (CallSite){task, node}, handed);
        bool precedes_all = patience.is_known && !strcmp(patience.library, granted->library), has_send = false;
        for (uint32_t i = 0; i < uses->list.count && precedes_all; i++) {
            const ChannelUse *use = &uses->list.items[i];
            if (use->site != result || !use->sends) continue;
            has_send = true;
            precedes_all = use->at.function == task && use->at.node != node && dominates(flow, node, use->at.node);
        }
        if (precedes_all && has_send)
            add_late(finder, (LateWait){(CallSite){task, node}, waits, patience.length, granted->length, true});
    }
    arena_destroy(scratch);
}

static bool gives_up_for_good(const Finder *finder, CallSite waits) {
    int64_t value;
    Arena *scratch = arena_create();
    bool has_value = outcome_value(api_at(finder->program, waits), OUTCOME_TIMED_OUT, &value);
    bool gives_up = has_value && !loop_way_of(finder->program, waits, value, scratch).comes_back;
    arena_destroy(scratch);
    return gives_up;
}

static void look_at_wait(Finder *finder, const ChannelUses *uses, const ChannelUse *wait) {
    Patience granted = patience_of_event(finder, wait->at, NULL);
    if (!granted.is_known || !wait->receives || !wait->site || !gives_up_for_good(finder, wait->at)) return;
    FunctionId id = wait->at.function;
    const Function *function = program_function(finder->program, id);
    Arena *scratch = arena_create();
    ControlFlow *flow = control_flow_build(function, NULL, scratch);
    for (NodeId node = 1; node < function->node_count; node++) {
        CallSite spawn = {id, node};
        const Api *api = api_at(finder->program, spawn);
        if (!api || api->event != EVENT_SPAWN || !dominates(flow, node, wait->at.node)) continue;
        FunctionId task = only_callee(finder, spawn);
        if (task && !is_ended_from_outside(finder, spawn))
            look_at_task(finder, uses, spawn, task, wait->at, wait->site, &granted);
    }
    arena_destroy(scratch);
}

LateWaits deadline_find_late(const Inspection *inspection) {
    const Program *program = inspection->program;
    Arena *scratch = arena_create();
    Finder finder = {.inspection = inspection, .program = program};
    finder.is_entered = arena_new_array(scratch, bool, program->functions.count);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (!function->is_defined || !points_to_is_reached(inspection->points_to, id)) continue;
        for (NodeId node = 1; node < function->node_count; node++)
            if (function->nodes[node].kind == NODE_CALL) look_at_call(&finder, (CallSite){id, node});
    }
    ChannelUses uses = channel_uses_find(program, inspection->points_to, scratch);
    for (uint32_t i = 0; i < uses.list.count; i++) look_at_wait(&finder, &uses, &uses.list.items[i]);
    arena_destroy(scratch);
    return finder.late;
}
