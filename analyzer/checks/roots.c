// SPDX-License-Identifier: MIT
#include "checks/roots.h"

#include "checks/future.h"
#include "checks/names.h"

typedef struct Makers {
    const Program *program;
    const PointsTo *points_to;
    const bool *is_open; // per site
} Makers;

static void open_pointees(const PointsTo *points_to, SiteId from, bool *is_open, SiteId *stack, uint32_t *depth) {
    PointeeSet set = points_to_of_memory(points_to, (Pointee){from, -1});
    for (uint32_t i = 0; i < set.count; i++) {
        SiteId site = set.items[i].site;
        if (is_open[site]) continue;
        is_open[site] = true;
        stack[(*depth)++] = site;
    }
}

static bool is_global(const Program *program, const Site *site) {
    if (site->kind != SITE_VARIABLE) return false;
    VariableKind kind = program_variable(program, site->variable)->kind;
    return kind == VARIABLE_GLOBAL || kind == VARIABLE_STATIC;
}

// What other code may use: what escapes and, where other units take part, what the variables of this one lead to,
// since any of its exported functions may be running.
static bool *find_open(const Program *program, const PointsTo *points_to, Arena *arena) {
    uint32_t count = points_to_site_count(points_to), depth = 0;
    bool *is_open = arena_new_array(arena, bool, count);
    SiteId *stack = arena_new_array(arena, SiteId, count + 1);
    bool is_shared = !points_to_unit_is_closed(points_to);
    for (SiteId id = 1; id < count; id++) {
        const Site *site = points_to_site(points_to, id);
        is_open[id] = site->is_escaped || (is_shared && is_global(program, site));
        if (is_open[id]) stack[depth++] = id;
    }
    while (depth) open_pointees(points_to, stack[--depth], is_open, stack, &depth);
    return is_open;
}

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
        if (at->kind == SITE_OBJECT && at->function == site.function && at->node == site.node && !makers->is_open[id])
            return true;
    }
    return false;
}

static uint32_t count_open(const Program *program, const PointsTo *points_to, const bool *is_open) {
    uint32_t open = 0;
    for (SiteId id = 1; id < points_to_site_count(points_to); id++) {
        const Site *site = points_to_site(points_to, id);
        if (site->kind == SITE_OBJECT && is_open[id] && makes_channel(program, (CallSite){site->function, site->node}))
            open++;
    }
    return open;
}

Roots roots_find(const Program *program, const PointsTo *points_to, const Relevance *relevance, Arena *arena) {
    const bool *is_open = find_open(program, points_to, arena);
    Roots roots = {.open_objects = count_open(program, points_to, is_open)};
    Makers makers = {program, points_to, is_open};
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
