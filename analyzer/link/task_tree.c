// SPDX-License-Identifier: MIT
#include "link/task_tree.h"

#include "link/control_flow.h"

#include <string.h>

typedef struct ClassIds {
    ARRAY(TaskClassId) list;
} ClassIds;

typedef ARRAY(FunctionId) FunctionStack;

typedef enum Often { OFTEN_UNSEEN, OFTEN_BEING_LOOKED_AT, OFTEN_NO, OFTEN_YES } Often;

struct TaskTree {
    const Program *program;
    const PointsTo *points_to;
    const CallGraph *calls;
    Arena *arena;
    ARRAY(TaskClass) classes;
    ClassIds *runners; // per function
    bool *is_live;     // per function: some task may run it
    bool **cycles;     // per function: nodes on a cycle; made when asked for
    Often *often;      // per function: entered more than once in a run
};

static bool is_on_cycle(TaskTree *tree, CallSite site) {
    bool **cycles = &tree->cycles[site.function];
    const Function *function = program_function(tree->program, site.function);
    if (!*cycles) *cycles = control_flow_find_cycles(function, NULL, tree->arena)->is_on_cycle;
    return (*cycles)[site.node];
}

// ---- what may run at all

static void push_entries(const TaskTree *tree, FunctionId id, FunctionStack *stack) {
    const Function *function = program_function(tree->program, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        if (function->nodes[node].kind != NODE_EVENT) continue;
        FunctionSet entries = points_to_callees(tree->points_to, id, node);
        for (uint32_t i = 0; i < entries.count; i++) array_push(stack, tree->arena, entries.items[i]);
    }
}

// From the entry function, and from what other code may call or start. Without an entry function all of it may run.
static void find_live(TaskTree *tree) {
    tree->is_live = arena_new_array(tree->arena, bool, tree->program->functions.count + 1);
    FunctionStack stack = {0};
    bool has_entry = false;
    for (FunctionId id = 1; id < tree->program->functions.count; id++) {
        const Function *function = program_function(tree->program, id);
        if (!function->is_defined) continue;
        has_entry |= function->is_entry;
        bool is_called_outside = function->is_initialiser || points_to_is_callback(tree->points_to, id);
        if (function->is_entry || is_called_outside) array_push(&stack, tree->arena, id);
    }
    for (FunctionId id = 1; id < tree->program->functions.count; id++) tree->is_live[id] = !has_entry;
    while (stack.count && has_entry) {
        FunctionId function = stack.items[--stack.count];
        if (tree->is_live[function]) continue;
        tree->is_live[function] = true;
        FunctionList callees = call_graph_callees(tree->calls, function);
        for (uint32_t i = 0; i < callees.count; i++) array_push(&stack, tree->arena, callees.items[i]);
        push_entries(tree, function, &stack);
    }
}

// ---- how often

// Places that may run and call or start the function.
static CallSiteList live_sites(const TaskTree *tree, FunctionId id) {
    CallSiteList both[] = {call_graph_callers(tree->calls, id), call_graph_spawners(tree->calls, id)};
    CallSite *sites = arena_new_array(tree->arena, CallSite, both[0].count + both[1].count + 1);
    uint32_t count = 0;
    for (uint32_t which = 0; which < 2; which++)
        for (uint32_t i = 0; i < both[which].count; i++)
            if (tree->is_live[both[which].items[i].function]) sites[count++] = both[which].items[i];
    return (CallSiteList){sites, count};
}

// Whether a function may be entered more than once, by all tasks together.
static bool runs_often(TaskTree *tree, FunctionId id) {
    if (tree->often[id] == OFTEN_BEING_LOOKED_AT) return true;
    if (tree->often[id] != OFTEN_UNSEEN) return tree->often[id] == OFTEN_YES;
    tree->often[id] = OFTEN_BEING_LOOKED_AT;
    CallSiteList sites = live_sites(tree, id);
    bool is_entry = program_function(tree->program, id)->is_entry;
    bool is_often = sites.count > 1 || points_to_is_callback(tree->points_to, id);
    if (!is_often && !is_entry && sites.count == 1)
        is_often = is_on_cycle(tree, sites.items[0]) || runs_often(tree, sites.items[0].function);
    tree->often[id] = is_often ? OFTEN_YES : OFTEN_NO;
    return is_often;
}

static SiteId handle_of(const TaskTree *tree, CallSite spawn) {
    PointeeSet set = points_to_of_operand(tree->points_to, spawn.function, spawn.node, OPERAND_OBJECT);
    return set.count == 1 ? set.items[0].site : 0;
}

// ---- a spawn inside a wrapper that is given the function to run

static VariableId parameter_of(const TaskTree *tree, ExprId id) {
    const Expr *expr = program_expr(tree->program, id);
    while (expr->kind == EXPR_CONVERT) expr = program_expr(tree->program, expr->left);
    if (expr->kind != EXPR_LOAD) return 0;
    expr = program_expr(tree->program, expr->left);
    if (expr->kind != EXPR_VARIABLE_ADDRESS) return 0;
    return program_variable(tree->program, expr->reference)->kind == VARIABLE_PARAMETER ? expr->reference : 0;
}

static uint32_t parameter_index(const Function *function, VariableId parameter) {
    for (uint32_t i = 0; i < function->parameter_count; i++)
        if (function->parameters[i] == parameter) return i;
    return UINT32_MAX;
}

static bool may_pass(const TaskTree *tree, CallSite call, uint32_t index, FunctionId entry) {
    const Node *node = &program_function(tree->program, call.function)->nodes[call.node];
    if (index >= node->argument_count) return true;
    const Expr *argument = program_expr(tree->program, node->arguments[index]);
    if (argument->kind == EXPR_FUNCTION_ADDRESS) return argument->reference == entry;
    PointeeSet set = points_to_of_expr(tree->points_to, call.function, node->arguments[index]);
    for (uint32_t i = 0; i < set.count; i++)
        if (points_to_site(tree->points_to, set.items[i].site)->function == entry) return true;
    return set.has_unknown;
}

// The handle goes into one global variable: the program knows one such task at a time, however often it may be started.
static bool has_one_handle(const TaskTree *tree, CallSite spawn) {
    const Node *node = &program_function(tree->program, spawn.function)->nodes[spawn.node];
    Operand operand = api_operand(program_api(tree->program, node->api), OPERAND_OBJECT);
    ExprId address = operand.source == SOURCE_POINTEE ? event_operand(tree->program, node, OPERAND_OBJECT) : 0;
    if (!address) return false;
    const Expr *expr = program_expr(tree->program, address);
    while (expr->kind == EXPR_FIELD) expr = program_expr(tree->program, expr->left);
    if (expr->kind != EXPR_VARIABLE_ADDRESS) return false;
    VariableKind kind = program_variable(tree->program, expr->reference)->kind;
    return kind == VARIABLE_GLOBAL || kind == VARIABLE_STATIC;
}

static bool is_started_often(TaskTree *tree, CallSite spawn, FunctionId entry) {
    if (is_on_cycle(tree, spawn)) return true;
    if (has_one_handle(tree, spawn)) return false;
    const Function *function = program_function(tree->program, spawn.function);
    ExprId operand = event_operand(tree->program, &function->nodes[spawn.node], OPERAND_FUNCTION);
    uint32_t index = operand ? parameter_index(function, parameter_of(tree, operand)) : UINT32_MAX;
    if (index == UINT32_MAX) return runs_often(tree, spawn.function);
    CallSiteList callers = call_graph_callers(tree->calls, spawn.function);
    uint32_t count = 0;
    for (uint32_t i = 0; i < callers.count; i++) {
        if (!tree->is_live[callers.items[i].function] || !may_pass(tree, callers.items[i], index, entry)) continue;
        if (count++ || is_on_cycle(tree, callers.items[i]) || runs_often(tree, callers.items[i].function)) return true;
    }
    return false;
}

// ---- classes

static void add_runner(TaskTree *tree, FunctionId function, TaskClassId task) {
    ClassIds *runners = &tree->runners[function];
    if (runners->list.count && runners->list.items[runners->list.count - 1] == task) return;
    array_push(&runners->list, tree->arena, task);
}

static void mark_runs(TaskTree *tree, TaskClassId task, FunctionId entry) {
    ARRAY(FunctionId) stack = {0};
    array_push(&stack, tree->arena, entry);
    while (stack.count) {
        FunctionId function = stack.items[--stack.count];
        if (task_tree_runs(tree, task, function)) continue;
        add_runner(tree, function, task);
        FunctionList callees = call_graph_callees(tree->calls, function);
        for (uint32_t i = 0; i < callees.count; i++) array_push(&stack, tree->arena, callees.items[i]);
    }
}

static TaskClassId add_class(TaskTree *tree, TaskClass task) {
    array_push(&tree->classes, tree->arena, task);
    TaskClassId id = tree->classes.count - 1;
    if (task.entry) mark_runs(tree, id, task.entry);
    return id;
}

// Functions that nothing here calls or starts: other code does, in one task as far as is known.
static void add_roots(TaskTree *tree) {
    bool has_entry = false;
    for (FunctionId id = 1; id < tree->program->functions.count; id++) {
        const Function *function = program_function(tree->program, id);
        if (!function->is_entry || !function->is_defined) continue;
        has_entry = true;
        add_class(tree, (TaskClass){.entry = id, .is_root = true, .domain = DOMAIN_PREEMPTIVE});
    }
    if (has_entry) return;
    TaskClassId root = add_class(tree, (TaskClass){.is_root = true, .domain = DOMAIN_PREEMPTIVE});
    for (FunctionId id = 1; id < tree->program->functions.count; id++) {
        const Function *function = program_function(tree->program, id);
        bool is_called = call_graph_callers(tree->calls, id).count || call_graph_spawners(tree->calls, id).count;
        if (function->is_defined && (function->is_exported || !is_called) && !function->is_initialiser)
            mark_runs(tree, root, id);
    }
}

static bool is_spawn(const TaskTree *tree, const Node *node) {
    return node->kind == NODE_EVENT && program_api(tree->program, node->api)->event == EVENT_SPAWN;
}

static void add_spawned(TaskTree *tree, CallSite spawn) {
    FunctionSet entries = points_to_callees(tree->points_to, spawn.function, spawn.node);
    const Node *node = &program_function(tree->program, spawn.function)->nodes[spawn.node];
    for (uint32_t i = 0; i < entries.count && tree->classes.count < MOST_TASK_CLASSES; i++) {
        add_class(tree, (TaskClass){.entry = entries.items[i],
                                    .spawn = spawn,
                                    .is_many = is_started_often(tree, spawn, entries.items[i]),
                                    .domain = program_api(tree->program, node->api)->domain,
                                    .handle = handle_of(tree, spawn)});
    }
}

static void mark_joined(TaskTree *tree, CallSite join) {
    PointeeSet set = points_to_of_operand(tree->points_to, join.function, join.node, OPERAND_OBJECT);
    for (uint32_t i = 0; i < set.count; i++)
        for (TaskClassId id = 1; id < tree->classes.count; id++)
            if (tree->classes.items[id].handle && tree->classes.items[id].handle == set.items[i].site)
                tree->classes.items[id].is_joined = true;
}

TaskTree *task_tree_build(const Program *program, const PointsTo *points_to, const CallGraph *calls, Arena *arena) {
    TaskTree *tree = arena_new(arena, TaskTree);
    *tree = (TaskTree){.program = program, .points_to = points_to, .calls = calls, .arena = arena};
    tree->runners = arena_new_array(arena, ClassIds, program->functions.count + 1);
    tree->cycles = arena_new_array(arena, bool *, program->functions.count + 1);
    tree->often = arena_new_array(arena, Often, program->functions.count + 1);
    array_push(&tree->classes, arena, (TaskClass){0});
    find_live(tree);
    add_roots(tree);
    ARRAY(CallSite) joins = {0};
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId node = 1; node < function->node_count; node++) {
            const Node *at = &function->nodes[node];
            if (is_spawn(tree, at)) add_spawned(tree, (CallSite){id, node});
            bool is_join = at->kind == NODE_EVENT && program_api(program, at->api)->event == EVENT_JOIN;
            if (is_join) array_push(&joins, arena, (CallSite){id, node});
        }
    }
    for (uint32_t i = 0; i < joins.count; i++) mark_joined(tree, joins.items[i]);
    return tree;
}

uint32_t task_tree_count(const TaskTree *tree) {
    return tree->classes.count;
}

const TaskClass *task_tree_class(const TaskTree *tree, TaskClassId id) {
    return &tree->classes.items[id];
}

TaskClassList task_tree_runners(const TaskTree *tree, FunctionId function) {
    return (TaskClassList){tree->runners[function].list.items, tree->runners[function].list.count};
}

bool task_tree_runs(const TaskTree *tree, TaskClassId task, FunctionId function) {
    TaskClassList runners = task_tree_runners(tree, function);
    uint32_t low = 0, high = runners.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (runners.items[middle] < task)
            low = middle + 1;
        else
            high = middle;
    }
    return low < runners.count && runners.items[low] == task;
}

// ---- a way of calls

// Back from the function to the entry, breadth first, over callers that the task runs.
bool task_tree_path(const TaskTree *tree, TaskClassId task, FunctionId function, Arena *arena, CallSiteList *path) {
    *path = (CallSiteList){0};
    const TaskClass *class = task_tree_class(tree, task);
    ARRAY(CallSite) queue = {0}; // call sites, each with the position of the one it leads to
    ARRAY(uint32_t) leads_to = {0};
    bool *is_seen = arena_new_array(arena, bool, tree->program->functions.count + 1);
    array_push(&queue, arena, (CallSite){function, 0});
    array_push(&leads_to, arena, 0);
    is_seen[function] = true;
    for (uint32_t at = 0; at < queue.count; at++) {
        CallSite here = queue.items[at];
        CallSiteList callers = call_graph_callers(tree->calls, here.function);
        bool is_start = class->entry ? here.function == class->entry : !callers.count;
        if (is_start) {
            CallSite *sites = arena_new_array(arena, CallSite, at + 1);
            uint32_t count = 0;
            for (uint32_t i = at; i; i = leads_to.items[i]) sites[count++] = queue.items[i];
            *path = (CallSiteList){sites, count};
            return true;
        }
        for (uint32_t i = 0; i < callers.count; i++) {
            if (is_seen[callers.items[i].function] || !task_tree_runs(tree, task, callers.items[i].function)) continue;
            is_seen[callers.items[i].function] = true;
            array_push(&queue, arena, callers.items[i]);
            array_push(&leads_to, arena, at);
        }
    }
    return false;
}
