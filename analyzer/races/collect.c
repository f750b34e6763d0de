// SPDX-License-Identifier: MIT
// All touches of shared memory, sorted by site.
#include "races/access.h"
#include "races/search.h"

static bool is_data(const RaceSearch *search, SiteId id, AccessKind kind) {
    if (!id || !search->is_shared[id]) return false;
    const Site *site = points_to_site(search->points_to, id);
    if (site->kind == SITE_VARIABLE) return program_variable(search->program, site->variable)->kind != VARIABLE_THREAD;
    return site->kind == SITE_HEAP || (site->kind == SITE_STRING && kind != MEMORY_READ);
}

static bool is_own_variable(const RaceSearch *search, const MemoryAccess *access) {
    VariableId id = access_variable(search->program, access->address);
    if (!id) return false;
    VariableKind kind = program_variable(search->program, id)->kind;
    return kind != VARIABLE_GLOBAL && kind != VARIABLE_STATIC;
}

static void add_access(void *context, const MemoryAccess *access) {
    RaceSearch *search = context;
    PointeeSet set = points_to_of_expr(search->points_to, access->function, access->address);
    bool is_added = false;
    if (set.count > MOST_MEANT_OBJECTS) {
        search->statistics.vague++;
        return;
    }
    for (uint32_t i = 0; i < set.count; i++) {
        if (!is_data(search, set.items[i].site, access->kind)) continue;
        if (!is_added) array_push(&search->accesses, search->arena, *access);
        is_added = true;
        bool is_one = set.count == 1 && !set.has_unknown && points_to_is_single(search->points_to, set.items[0]);
        Touch touch = {.access = search->accesses.count - 1, .at = set.items[i], .bytes = access->bytes};
        touch.at.offset = access->kind == MEMORY_FREE ? 0 : points_to_element_offset(search->points_to, touch.at);
        touch.is_exact = is_one;
        touch.is_own = is_own_variable(search, access);
        array_push(&search->touches, search->arena, touch);
    }
}

static void sort_by_site(RaceSearch *search) {
    uint32_t sites = points_to_site_count(search->points_to), count = search->touches.count;
    uint32_t *start = search->site_start = arena_new_array(search->arena, uint32_t, sites + 2);
    for (uint32_t i = 0; i < count; i++) start[search->touches.items[i].at.site + 1]++;
    for (SiteId site = 0; site < sites; site++) start[site + 1] += start[site];
    uint32_t *fill = arena_new_array(search->arena, uint32_t, sites + 1);
    Touch *sorted = arena_new_array(search->arena, Touch, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        SiteId site = search->touches.items[i].at.site;
        sorted[start[site] + fill[site]++] = search->touches.items[i];
    }
    search->touches.items = sorted;
    search->touches.capacity = count;
}

void collect_touches(RaceSearch *search) {
    const Program *program = search->program;
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (!function->is_defined || !search->runners[id].list.count) continue;
        for (NodeId node = 1; node < function->node_count; node++) access_visit(program, id, node, add_access, search);
    }
    search->statistics.accesses = search->accesses.count;
    sort_by_site(search);
}
