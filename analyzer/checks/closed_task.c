// SPDX-License-Identifier: MIT
#include "checks/closed_task.h"

#include "checks/names.h"

typedef struct Finder {
    const Inspection *inspection;
    const Program *program;
    Arena *scratch;
    EndlessTasks tasks;
    bool *is_looked_at;             // per function: for the spawn at hand
    CallSite *closed_at;            // per site: where it is closed first; function 0 nowhere
    SiteId *first_made, *next_made; // per function the first site that it makes; per site the next one
} Finder;

// Where each object is closed, and the objects that each function makes.
static void index_closes(Finder *finder) {
    const Program *program = finder->program;
    const PointsTo *points_to = finder->inspection->points_to;
    uint32_t sites = points_to_site_count(points_to);
    finder->closed_at = arena_new_array(finder->scratch, CallSite, sites + 1);
    finder->first_made = arena_new_array(finder->scratch, SiteId, program->functions.count + 1);
    finder->next_made = arena_new_array(finder->scratch, SiteId, sites + 1);
    for (SiteId site = sites; site-- > 1;) {
        FunctionId maker = points_to_site(points_to, site)->function;
        finder->next_made[site] = finder->first_made[maker];
        finder->first_made[maker] = site;
    }
    for (FunctionId id = 1; id < program->functions.count; id++)
        for (NodeId node = 1; node < program_function(program, id)->node_count; node++) {
            const Api *api = api_at(program, (CallSite){id, node});
            if (!api || api->event != EVENT_CLOSE || !points_to_is_reached(points_to, id)) continue;
            PointeeSet set = points_to_of_operand(points_to, id, node, OPERAND_OBJECT);
            for (uint32_t i = 0; i < set.count; i++)
                if (!finder->closed_at[set.items[i].site].function)
                    finder->closed_at[set.items[i].site] = (CallSite){id, node};
        }
    finder->closed_at[0] = (CallSite){0};
}

// Where the handle of the task, or the bundle that it is in, is closed.
static bool find_close(const Finder *finder, CallSite spawn, CallSite *found) {
    const PointsTo *points_to = finder->inspection->points_to;
    PointeeSet group = points_to_of_operand(points_to, spawn.function, spawn.node, OPERAND_GROUP);
    *found = (CallSite){0};
    for (SiteId site = finder->first_made[spawn.function]; site && !found->function; site = finder->next_made[site])
        if (points_to_site(points_to, site)->node == spawn.node) *found = finder->closed_at[site];
    for (uint32_t i = 0; i < group.count && !found->function; i++) *found = finder->closed_at[group.items[i].site];
    return found->function != 0;
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
    index_closes(&finder);
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
