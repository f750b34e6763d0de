// SPDX-License-Identifier: MIT
// Which tasks run which functions: the task tree's answer, and callbacks. A function that is given to code outside is
// taken to be run by the tasks that give it away; handlers of interrupts and signals are left out.
#include "races/search.h"

static bool has_task(const TaskList *tasks, TaskClassId task) {
    for (uint32_t i = 0; i < tasks->list.count; i++)
        if (tasks->list.items[i] == task) return true;
    return false;
}

static void run_callback(RaceSearch *search, TaskClassId task, FunctionId function) {
    if (!program_function(search->program, function)->is_defined) return;
    if (has_task(&search->runners[function], task)) return;
    array_push(&search->runners[function].list, search->arena, task);
    if (!search->is_callback[task])
        search->is_callback[task] = arena_new_array(search->arena, bool, search->program->functions.count);
    search->is_callback[task][function] = true;
    FunctionList callees = call_graph_callees(search->calls, function);
    for (uint32_t i = 0; i < callees.count; i++) run_callback(search, task, callees.items[i]);
}

// Only what no task runs otherwise: a function that is also called directly is known by that.
static void give_away(RaceSearch *search, FunctionId giver, FunctionId callback, bool *is_changed) {
    const Function *function = program_function(search->program, callback);
    if (!function->is_defined || task_tree_runners(search->tasks, callback).count) return;
    for (uint32_t i = 0; i < search->runners[giver].list.count; i++) {
        TaskClassId task = search->runners[giver].list.items[i];
        *is_changed |= !has_task(&search->runners[callback], task);
        run_callback(search, task, callback);
    }
}

static bool leads_outside(const RaceSearch *search, FunctionId function, NodeId id) {
    const Node *node = &program_function(search->program, function)->nodes[id];
    if (node->kind == NODE_EVENT) {
        const Api *api = program_api(search->program, node->api);
        return api->event == EVENT_HARMLESS && api->registers_for != CONTEXT_INTERRUPT;
    }
    if (node->kind != NODE_CALL) return false;
    FunctionSet callees = points_to_callees(search->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++)
        if (!program_function(search->program, callees.items[i])->is_defined) return true;
    return callees.has_unknown;
}

static void find_callbacks(RaceSearch *search, FunctionId id, bool *is_changed) {
    const Function *function = program_function(search->program, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        if (!function->nodes[node].argument_count || !leads_outside(search, id, node)) continue;
        for (uint32_t i = 0; i < function->nodes[node].argument_count; i++) {
            PointeeSet set = points_to_of_expr(search->points_to, id, function->nodes[node].arguments[i]);
            for (uint32_t k = 0; k < set.count; k++) {
                const Site *site = points_to_site(search->points_to, set.items[k].site);
                if (site->kind == SITE_FUNCTION) give_away(search, id, site->function, is_changed);
            }
        }
    }
}

void runners_find(RaceSearch *search) {
    uint32_t count = search->program->functions.count;
    search->runners = arena_new_array(search->arena, TaskList, count + 1);
    search->is_callback = arena_new_array(search->arena, bool *, task_tree_count(search->tasks) + 1);
    search->is_sure = arena_new_array(search->arena, bool *, task_tree_count(search->tasks) + 1);
    for (FunctionId id = 1; id < count; id++) {
        TaskClassList tasks = task_tree_runners(search->tasks, id);
        for (uint32_t i = 0; i < tasks.count; i++) array_push(&search->runners[id].list, search->arena, tasks.items[i]);
    }
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (FunctionId id = 1; id < count; id++)
            if (search->runners[id].list.count) find_callbacks(search, id, &is_changed);
    }
}

bool runner_is_callback(const RaceSearch *search, TaskClassId task, FunctionId function) {
    return search->is_callback[task] && search->is_callback[task][function];
}

// ---- reached for certain

static void find_sure_callees(RaceSearch *search) {
    uint32_t count = search->program->functions.count;
    search->sure_callees = arena_new_array(search->arena, FunctionId *, count + 1);
    for (FunctionId id = 1; id < count; id++) {
        const Function *function = program_function(search->program, id);
        ARRAY(FunctionId) list = {0};
        for (NodeId node = 1; function->is_defined && node < function->node_count; node++) {
            const Node *at = &function->nodes[node];
            bool is_once = at->kind == NODE_EVENT && api_runs_functions(program_api(search->program, at->api));
            if (at->kind != NODE_CALL && !is_once) continue;
            FunctionSet callees = points_to_callees(search->points_to, id, node);
            if (callees.count == 1 && !callees.has_unknown) array_push(&list, search->arena, callees.items[0]);
        }
        array_push(&list, search->arena, 0);
        search->sure_callees[id] = list.items;
    }
}

static void mark_sure(RaceSearch *search, bool *is_sure, FunctionId entry) {
    ARRAY(FunctionId) stack = {0};
    array_push(&stack, search->arena, entry);
    while (stack.count) {
        FunctionId function = stack.items[--stack.count];
        if (is_sure[function]) continue;
        is_sure[function] = true;
        for (const FunctionId *next = search->sure_callees[function]; *next; next++)
            array_push(&stack, search->arena, *next);
    }
}

static bool is_spawn_sure(const RaceSearch *search, const TaskClass *class) {
    if (!class->spawn.function) return true;
    FunctionSet entries = points_to_callees(search->points_to, class->spawn.function, class->spawn.node);
    return entries.count == 1 && !entries.has_unknown;
}

bool runner_is_sure(RaceSearch *search, TaskClassId task, FunctionId function) {
    if (!search->sure_callees) find_sure_callees(search);
    if (search->is_sure[task]) return search->is_sure[task][function];
    bool *is_sure = search->is_sure[task] = arena_new_array(search->arena, bool, search->program->functions.count + 1);
    const TaskClass *class = task_tree_class(search->tasks, task);
    if (class->entry && is_spawn_sure(search, class)) mark_sure(search, is_sure, class->entry);
    for (FunctionId id = 1; !class->entry && id < search->program->functions.count; id++)
        if (program_function(search->program, id)->is_exported && program_function(search->program, id)->is_defined)
            mark_sure(search, is_sure, id);
    return is_sure[function];
}
