// SPDX-License-Identifier: MIT
#include "checks/roots.h"

#include "checks/future.h"
#include "checks/names.h"

typedef struct Makers {
    const Program *program;
    const PointsTo *points_to;
} Makers;

static bool makes_channel(const Program *program, CallSite site) {
    const Api *api = api_at(program, site);
    return api && api->event == EVENT_MAKE && (api->object == OBJECT_CHANNEL || api->object == OBJECT_CHANNEL_PAIR);
}

static bool makes_closed_channel(void *context, CallSite site, bool is_of_spawned) {
    (void)is_of_spawned;
    const Makers *makers = context;
    if (!makes_channel(makers->program, site)) return false;
    for (SiteId id = 1; id < points_to_site_count(makers->points_to); id++) {
        const Site *at = points_to_site(makers->points_to, id);
        if (at->kind == SITE_OBJECT && at->function == site.function && at->node == site.node && !at->is_escaped)
            return true;
    }
    return false;
}

static uint32_t count_open(const Program *program, const PointsTo *points_to) {
    uint32_t open = 0;
    for (SiteId id = 1; id < points_to_site_count(points_to); id++) {
        const Site *site = points_to_site(points_to, id);
        if (site->kind == SITE_OBJECT && site->is_escaped &&
            makes_channel(program, (CallSite){site->function, site->node}))
            open++;
    }
    return open;
}

Roots roots_find(const Program *program, const PointsTo *points_to, const Relevance *relevance, Arena *arena) {
    Roots roots = {.open_objects = count_open(program, points_to)};
    Makers makers = {program, points_to};
    bool has_entry = false;
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        has_entry |= function->is_defined && function->is_entry;
    }
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (!function->is_defined || function->is_initialiser) continue;
        if (!(has_entry ? function->is_entry : function->is_exported)) continue;
        if (!relevance_of_function(relevance, id)) continue;
        if (future_of_function(program, points_to, id, arena, makes_closed_channel, &makers, NULL))
            array_push(&roots.functions, arena, id);
    }
    return roots;
}
