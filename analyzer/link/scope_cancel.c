// SPDX-License-Identifier: MIT
// A cancel ends the waits of its task wherever it stands: what the task operates on cannot be decided without it.
#include "link/scope_state.h"

typedef struct Tying {
    ScopeMap *map;
    ScopeObjectId *body; // per function that was walked: the object that all of it is tied to
} Tying;

static void tie_function(Tying *tying, FunctionId function, ScopeObjectId task) {
    ScopeMap *map = tying->map;
    if (tying->body[function]) {
        scope_unite(map, tying->body[function], task);
        return;
    }
    tying->body[function] = task;
    for (uint32_t i = map->operation_start[function]; i < map->operation_start[function + 1]; i++) {
        const ScopeOperation *operation = &map->operations.items[i];
        bool is_lock = operation->event == EVENT_LOCK || operation->event == EVENT_UNLOCK;
        for (uint32_t k = 0; k < operation->count && !is_lock && !operation->is_for_callers; k++)
            scope_unite(map, map->operands.items[operation->first + k], task);
    }
    FunctionList callees = call_graph_callees(map->calls, function);
    for (uint32_t i = 0; i < callees.count; i++) tie_function(tying, callees.items[i], task);
}

static bool *find_canceled(const ScopeMap *map) {
    bool *is_canceled = arena_new_array(map->arena, bool, map->objects.count + 1);
    for (uint32_t i = 1; i < map->operations.count; i++) {
        const ScopeOperation *operation = &map->operations.items[i];
        if (operation->event != EVENT_CANCEL && operation->event != EVENT_CLOSE) continue;
        for (uint32_t k = 0; k < operation->count; k++)
            is_canceled[scope_find(map, map->operands.items[operation->first + k])] = true;
    }
    return is_canceled;
}

void scope_tie_canceled(ScopeMap *map) {
    Tying tying = {map, arena_new_array(map->arena, ScopeObjectId, map->program->functions.count + 1)};
    bool *is_canceled = find_canceled(map);
    bool *is_task = arena_new_array(map->arena, bool, map->objects.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) {
        const Site *site = points_to_site(map->points_to, map->objects.items[id].site);
        is_task[id] = site->kind == SITE_TASK && is_canceled[scope_find(map, id)];
    }
    for (ScopeObjectId id = 1; id < map->objects.count; id++) {
        if (!is_task[id]) continue;
        const Site *site = points_to_site(map->points_to, map->objects.items[id].site);
        FunctionSet entries = points_to_callees(map->points_to, site->function, site->node);
        for (uint32_t i = 0; i < entries.count; i++) tie_function(&tying, entries.items[i], id);
    }
}
