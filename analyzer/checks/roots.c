// SPDX-License-Identifier: MIT
#include "checks/roots.h"

#include "checks/names.h"

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

static bool is_closed_operand(const PointsTo *points_to, CallSite site, const bool *is_open) {
    PointeeSet set = points_to_of_operand(points_to, site.function, site.node, OPERAND_OBJECT);
    for (uint32_t i = 0; i < set.count; i++)
        if (!is_open[set.items[i].site]) return true;
    return false;
}

static bool lies_in_variable(const PointsTo *points_to, CallSite site) {
    PointeeSet set = points_to_of_operand(points_to, site.function, site.node, OPERAND_OBJECT);
    for (uint32_t i = 0; i < set.count; i++)
        if (points_to_site(points_to, set.items[i].site)->kind == SITE_VARIABLE) return true;
    return false;
}

// Whether a task can be stuck at this event, for all that the program shows.
static bool waits_on_closed_object(const Program *program, const PointsTo *points_to, CallSite site,
                                   const bool *is_open) {
    const Api *api = api_at(program, site);
    if (!api) return false;
    switch (api->event) {
    case EVENT_LOCK:
    case EVENT_WAIT:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER: return is_closed_operand(points_to, site, is_open);
    case EVENT_SEND:
    case EVENT_RECEIVE: // a channel that lies in a variable; made ones are found where they are made
        return lies_in_variable(points_to, site) && is_closed_operand(points_to, site, is_open);
    default: return false;
    }
}

static bool function_waits(const Program *program, const PointsTo *points_to, FunctionId id, const bool *is_open) {
    const Function *function = program_function(program, id);
    for (NodeId node = 1; node < function->node_count; node++)
        if (waits_on_closed_object(program, points_to, (CallSite){id, node}, is_open)) return true;
    return false;
}

typedef struct Marks {
    bool *is_marked;
    FunctionId *stack;
    uint32_t depth;
} Marks;

static void mark(Marks *marks, FunctionId id) {
    if (marks->is_marked[id]) return;
    marks->is_marked[id] = true;
    marks->stack[marks->depth++] = id;
}

static void mark_all(Marks *marks, CallSiteList sites) {
    for (uint32_t i = 0; i < sites.count; i++) mark(marks, sites.items[i].function);
}

// Functions that make a channel or wait on another object that stays inside the program, and all that call or spawn
// them.
static bool *find_concerned(const Program *program, const PointsTo *points_to, const CallGraph *calls,
                            const bool *is_open, Arena *arena) {
    Marks marks = {arena_new_array(arena, bool, program->functions.count),
                   arena_new_array(arena, FunctionId, program->functions.count + 1), 0};
    for (SiteId id = 1; id < points_to_site_count(points_to); id++) {
        const Site *site = points_to_site(points_to, id);
        bool is_made = site->kind == SITE_OBJECT && !is_open[id];
        if (is_made && makes_channel(program, (CallSite){site->function, site->node})) mark(&marks, site->function);
    }
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (function_waits(program, points_to, id, is_open)) mark(&marks, id);
    while (marks.depth) {
        FunctionId id = marks.stack[--marks.depth];
        mark_all(&marks, call_graph_callers(calls, id));
        mark_all(&marks, call_graph_spawners(calls, id));
    }
    return marks.is_marked;
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

static bool has_entry(const Program *program) {
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (function->is_defined && function->is_entry) return true;
    }
    return false;
}

// Whether tasks that are concerned run without any function that starts them (K_THREAD_DEFINE).
static bool starts_tasks_alone(const Program *program, const bool *is_concerned) {
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (is_concerned[id] && program_function(program, id)->is_initialiser) return true;
    return false;
}

Roots roots_find(const Program *program, const PointsTo *points_to, const CallGraph *calls, Arena *arena) {
    const bool *is_open = find_open(program, points_to, arena);
    Roots roots = {.open_objects = count_open(program, points_to, is_open)};
    const bool *is_concerned = find_concerned(program, points_to, calls, is_open, arena);
    bool is_program = has_entry(program);
    roots.starts_alone = starts_tasks_alone(program, is_concerned);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        bool is_starting = roots.starts_alone && function->is_entry;
        if (!function->is_defined || function->is_initialiser || !(is_concerned[id] || is_starting)) continue;
        if (!(is_program ? function->is_entry : function->is_exported)) continue;
        array_push(&roots.functions, arena, id);
    }
    return roots;
}
