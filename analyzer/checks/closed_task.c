// SPDX-License-Identifier: MIT
#include "checks/closed_task.h"

#include "checks/names.h"

typedef struct Finder {
    const Inspection *inspection;
    const Program *program;
    Arena *scratch;
    EndlessTasks tasks;
    bool *is_looked_at; // per function: for the spawn at hand
} Finder;

static bool is_made_at(const Finder *finder, PointeeSet set, CallSite at) {
    for (uint32_t i = 0; i < set.count; i++) {
        const Site *site = points_to_site(finder->inspection->points_to, set.items[i].site);
        if (site->function == at.function && site->node == at.node) return true;
    }
    return false;
}

static bool meet(PointeeSet one, PointeeSet other) {
    for (uint32_t i = 0; i < one.count; i++)
        for (uint32_t j = 0; j < other.count; j++)
            if (one.items[i].site && one.items[i].site == other.items[j].site) return true;
    return false;
}

// Where the handle of the task, or the bundle that it is in, is closed.
static bool find_close(const Finder *finder, CallSite spawn, CallSite *found) {
    const PointsTo *points_to = finder->inspection->points_to;
    PointeeSet group = points_to_of_operand(points_to, spawn.function, spawn.node, OPERAND_GROUP);
    for (FunctionId id = 1; id < finder->program->functions.count; id++)
        for (NodeId node = 1; node < program_function(finder->program, id)->node_count; node++) {
            const Api *api = api_at(finder->program, (CallSite){id, node});
            if (!api || api->event != EVENT_CLOSE || !points_to_is_reached(points_to, id)) continue;
            PointeeSet set = points_to_of_operand(points_to, id, node, OPERAND_OBJECT);
            if (!is_made_at(finder, set, spawn) && !meet(set, group)) continue;
            *found = (CallSite){id, node};
            return true;
        }
    return false;
}

static bool fails_when_cancelled(const Api *api) {
    return api && api->blocking != BLOCKING_NEVER && api->outcomes[OUTCOME_CANCELED].is_possible;
}

static void look_into(Finder *finder, FunctionId id, CallSite closes) {
    const Function *function = program_function(finder->program, id);
    if (!function->is_defined || finder->is_looked_at[id]) return;
    finder->is_looked_at[id] = true;
    ControlFlow *flow = control_flow_find_cycles(function, NULL, finder->scratch);
    bool has_loop = false;
    for (NodeId node = 1; node < function->node_count; node++) {
        if (!flow->is_reachable[node]) continue;
        if (function->nodes[node].kind == NODE_CALL) {
            FunctionSet callees = points_to_callees(finder->inspection->points_to, id, node);
            for (uint32_t i = 0; i < callees.count; i++) look_into(finder, callees.items[i], closes);
        }
        bool waits = flow->is_endless[node] && fails_when_cancelled(api_at(finder->program, (CallSite){id, node}));
        if (!waits || has_loop) continue;
        has_loop = true;
        array_push(&finder->tasks.list, finder->inspection->arena, (EndlessTask){{id, node}, closes});
    }
}

EndlessTasks closed_task_find_endless(const Inspection *inspection) {
    Finder finder = {.inspection = inspection, .program = inspection->program, .scratch = arena_create()};
    for (FunctionId id = 1; id < finder.program->functions.count; id++)
        for (NodeId node = 1; node < program_function(finder.program, id)->node_count; node++) {
            CallSite spawn = {id, node}, closes;
            const Api *api = api_at(finder.program, spawn);
            if (!api || api->event != EVENT_SPAWN || !points_to_is_reached(inspection->points_to, id)) continue;
            if (!find_close(&finder, spawn, &closes)) continue;
            FunctionSet entries = points_to_callees(inspection->points_to, id, node);
            finder.is_looked_at = arena_new_array(finder.scratch, bool, finder.program->functions.count);
            for (uint32_t i = 0; i < entries.count; i++) look_into(&finder, entries.items[i], closes);
        }
    arena_destroy(finder.scratch);
    return finder.tasks;
}
