// SPDX-License-Identifier: MIT
#include "link/shared_memory.h"

typedef struct Spread {
    const Program *program;
    const PointsTo *points_to;
    Arena *arena;
    uint8_t *is_shared;
    bool trusts_outside; // code outside hands no address of a variable of a function to another task
    ARRAY(SiteId) stack;
} Spread;

static void reach_site(Spread *spread, SiteId site) {
    if (!site || spread->is_shared[site]) return;
    spread->is_shared[site] = 1;
    array_push(&spread->stack, spread->arena, site);
}

static void reach_set(Spread *spread, PointeeSet set) {
    for (uint32_t i = 0; i < set.count; i++) reach_site(spread, set.items[i].site);
}

static void reach_contents(Spread *spread, PointeeSet set, uint32_t levels) {
    for (uint32_t i = 0; i < set.count; i++) {
        PointeeSet contents = points_to_of_memory(spread->points_to, (Pointee){set.items[i].site, -1});
        if (levels > 1)
            reach_contents(spread, contents, levels - 1);
        else
            reach_set(spread, contents);
    }
}

static PointeeSet behind(const Spread *spread, FunctionId function, ExprId address) {
    return address ? points_to_of_expr(spread->points_to, function, address) : (PointeeSet){0};
}

// What others get through this event.
static void reach_event(Spread *spread, FunctionId function, const Node *node) {
    const Program *program = spread->program;
    const Api *api = program_api(program, node->api);
    PointeeSet element = behind(spread, function, event_operand(program, node, OPERAND_ELEMENT));
    switch (api->event) {
    case EVENT_SPAWN:
        for (uint32_t i = 0; i < node->argument_count; i++)
            reach_set(spread, behind(spread, function, node->arguments[i]));
        break;
    case EVENT_MAKE:
    case EVENT_INIT: // a pool keeps what it calls its function with
        reach_set(spread, behind(spread, function, event_operand(program, node, OPERAND_ARGUMENT)));
        break;
    case EVENT_SEND:
        if (api->element == ELEMENT_POINTER)
            reach_set(spread, element);
        else
            reach_contents(spread, element, 1);
        break;
    case EVENT_SELECT:
        reach_contents(spread, behind(spread, function, event_operand(program, node, OPERAND_CASES)), 2);
        reach_contents(spread, behind(spread, function, event_operand(program, node, OPERAND_SEND_ELEMENTS)), 1);
        break;
    default: break;
    }
}

static bool is_local(const Spread *spread, SiteId id) {
    const Site *site = points_to_site(spread->points_to, id);
    if (site->kind != SITE_VARIABLE) return false;
    VariableKind kind = program_variable(spread->program, site->variable)->kind;
    return kind != VARIABLE_GLOBAL && kind != VARIABLE_STATIC;
}

static void reach_roots(Spread *spread) {
    const Program *program = spread->program;
    for (VariableId id = 1; id < program->variables.count; id++) {
        VariableKind kind = program_variable(program, id)->kind;
        if (kind == VARIABLE_GLOBAL || kind == VARIABLE_STATIC)
            reach_site(spread, points_to_site_of_variable(spread->points_to, id));
    }
    for (SiteId site = 1; site < points_to_site_count(spread->points_to); site++) {
        bool is_escaped = points_to_site(spread->points_to, site)->is_escaped;
        if (is_escaped && !(spread->trusts_outside && is_local(spread, site))) reach_site(spread, site);
    }
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId node = 1; function->is_defined && node < function->node_count; node++)
            if (function->nodes[node].kind == NODE_EVENT) reach_event(spread, id, &function->nodes[node]);
    }
}

static uint8_t *find(const Program *program, const PointsTo *points_to, Arena *arena, bool trusts_outside) {
    Spread spread = {.program = program, .points_to = points_to, .arena = arena_create()};
    spread.trusts_outside = trusts_outside;
    spread.is_shared = arena_new_array(arena, uint8_t, points_to_site_count(points_to) + 1);
    reach_roots(&spread);
    while (spread.stack.count) {
        SiteId site = spread.stack.items[--spread.stack.count];
        reach_set(&spread, points_to_of_memory(points_to, (Pointee){site, -1}));
    }
    arena_destroy(spread.arena);
    return spread.is_shared;
}

uint8_t *shared_memory_find(const Program *program, const PointsTo *points_to, Arena *arena) {
    return find(program, points_to, arena, false);
}

uint8_t *shared_memory_find_inside(const Program *program, const PointsTo *points_to, Arena *arena) {
    return find(program, points_to, arena, true);
}
