// SPDX-License-Identifier: MIT
#include "link/relevance.h"
#include "link/scope_state.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void scope_enter(ScopeMap *map, FunctionId function, uint32_t *depth) {
    if (map->seen[function] == map->walk) return;
    map->seen[function] = map->walk;
    map->stack[(*depth)++] = function;
}

// Upwards from the functions that were entered, over calls and spawns; counts the spawns.
static uint32_t walk_up(ScopeMap *map, uint32_t depth) {
    uint32_t spawns = 0;
    while (depth) {
        FunctionId id = map->stack[--depth];
        CallSiteList callers = call_graph_callers(map->calls, id), spawners = call_graph_spawners(map->calls, id);
        spawns += spawners.count;
        for (uint32_t i = 0; i < callers.count; i++) scope_enter(map, callers.items[i].function, &depth);
        for (uint32_t i = 0; i < spawners.count; i++) scope_enter(map, spawners.items[i].function, &depth);
    }
    return spawns;
}

void scope_involve(ScopeMap *map, FunctionId function) {
    uint32_t depth = 0;
    map->is_involved[function] = true;
    map->stack[depth++] = function;
    while (depth) {
        FunctionId id = map->stack[--depth];
        CallSiteList lists[] = {call_graph_callers(map->calls, id), call_graph_spawners(map->calls, id)};
        for (uint32_t k = 0; k < 2; k++)
            for (uint32_t i = 0; i < lists[k].count; i++) {
                FunctionId caller = lists[k].items[i].function;
                if (map->is_involved[caller] || !program_function(map->program, caller)->is_defined) continue;
                map->is_involved[caller] = true;
                map->stack[depth++] = caller;
            }
    }
}

static void find_involved(ScopeMap *map) {
    uint32_t functions = map->program->functions.count, depth = 0;
    map->seen = arena_new_array(map->arena, uint32_t, functions + 1);
    map->stack = arena_new_array(map->arena, FunctionId, functions + 1);
    map->is_involved = arena_new_array(map->arena, bool, functions + 1);
    map->walk = 1;
    for (uint32_t i = 1; i < map->operations.count; i++) scope_enter(map, map->operations.items[i].function, &depth);
    map->task_count = walk_up(map, depth);
    for (FunctionId id = 1; id < functions; id++)
        map->is_involved[id] = map->seen[id] == map->walk && program_function(map->program, id)->is_defined;
}

static void index_users(ScopeMap *map) {
    uint32_t *start = map->user_start = arena_new_array(map->arena, uint32_t, map->objects.count + 2);
    map->users = arena_new_array(map->arena, uint32_t, map->operands.count + 1);
    for (uint32_t i = 0; i < map->operands.count; i++) start[map->operands.items[i] + 1]++;
    for (uint32_t i = 0; i < map->objects.count; i++) start[i + 1] += start[i];
    uint32_t *fill = arena_new_array(map->arena, uint32_t, map->objects.count + 1);
    memcpy(fill, start, map->objects.count * sizeof *fill);
    for (uint32_t i = 1; i < map->operations.count; i++) {
        const ScopeOperation *operation = &map->operations.items[i];
        for (uint32_t k = 0; k < operation->count; k++) {
            ScopeObjectId object = map->operands.items[operation->first + k];
            map->users[fill[object]++] = i;
            map->objects.items[object].can_block |= operation->blocks && !operation->is_for_callers;
        }
    }
}

ScopeMap *scope_map_build(const Program *program, const PointsTo *points_to, Arena *arena) {
    ScopeMap *map = arena_new(arena, ScopeMap);
    *map = (ScopeMap){.program = program, .points_to = points_to, .arena = arena};
    map->calls = call_graph_build(program, points_to, arena);
    scope_collect_operations(map);
    scope_sharpen(map);
    scope_tie_canceled(map);
    find_involved(map);
    index_users(map);
    scope_find_leaf_locks(map);
    scope_find_followers(map);
    return map;
}

uint32_t scope_map_event_count(const ScopeMap *map) {
    return map->operations.count - 1;
}

uint32_t scope_map_task_count(const ScopeMap *map) {
    return map->task_count;
}

static int compare_scopes(const void *left, const void *right) {
    const Scope *a = left, *b = right;
    if (a->event_count != b->event_count) return a->event_count < b->event_count ? -1 : 1;
    return a->items[0] < b->items[0] ? -1 : a->items[0] > b->items[0];
}

static uint32_t enter_users(ScopeMap *map, const Scope *scope, uint32_t *depth) {
    uint32_t events = 0;
    map->walk++;
    for (uint32_t i = 0; i < scope->count; i++)
        for (uint32_t k = map->user_start[scope->items[i]]; k < map->user_start[scope->items[i] + 1]; k++) {
            const ScopeOperation *operation = &map->operations.items[map->users[k]];
            if (operation->is_for_callers) continue;
            events += !operation->is_setup;
            scope_enter(map, operation->function, depth);
        }
    return events;
}

static bool can_block(const ScopeMap *map, const Scope *scope) {
    for (uint32_t i = 0; i < scope->count; i++)
        if (map->objects.items[scope->items[i]].can_block) return true;
    return false;
}

static bool is_kept(const ScopeMap *map, ScopeObjectId object) {
    return !map->objects.items[object].is_leaf_lock;
}

ScopeList scope_list_parts(ScopeMap *map, ScopeOrder order, Arena *arena) {
    uint32_t parts;
    uint32_t *part = scope_find_parts(map, order, &parts, arena);
    uint32_t *start = arena_new_array(arena, uint32_t, parts + 3);
    uint32_t *members = arena_new_array(arena, uint32_t, map->objects.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) start[part[id] + 2] += is_kept(map, id);
    for (uint32_t i = 1; i <= parts + 2; i++) start[i] += start[i - 1];
    for (ScopeObjectId id = 1; id < map->objects.count; id++)
        if (is_kept(map, id)) members[start[part[id] + 1]++] = id;
    ScopeList list = {arena_new_array(arena, Scope, parts + 1), 0};
    for (uint32_t i = 1; i <= parts; i++) {
        Scope scope = {.map = map, .items = members + start[i], .count = start[i + 1] - start[i]};
        if (!scope.count || !can_block(map, &scope)) continue;
        uint32_t depth = 0;
        scope.event_count = enter_users(map, &scope, &depth);
        scope.task_count = walk_up(map, depth);
        list.items[list.count++] = scope;
    }
    if (list.count > 1) qsort(list.items, list.count, sizeof *list.items, compare_scopes);
    for (uint32_t i = 0; i < list.count; i++) list.items[i].number = i + 1;
    return list;
}

static int compare_numbers(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

// The locks that guard any of the objects that were found to be one.
static void add_guards(ScopeMap *map, Scope *scope, Arena *arena) {
    ARRAY(uint32_t) locks = {0};
    for (uint32_t i = 0; i < scope->count; i++) {
        ScopeObjectId tied = scope->items[i];
        if (scope_find_coupled(map, tied) != tied) continue;
        for (uint32_t k = scope_first_guard(map, tied); k < map->guards.count && map->guards.items[k].tied == tied; k++)
            if (!locks.count || locks.items[locks.count - 1] != map->guards.items[k].lock)
                array_push(&locks, arena, map->guards.items[k].lock);
    }
    if (locks.count > 1) qsort(locks.items, locks.count, sizeof(uint32_t), compare_numbers);
    scope->guards = locks.items;
    scope->guard_count = locks.count;
}

ScopeList scope_list(ScopeMap *map, ScopeOrder order, Relevance *slicer, Arena *arena) {
    if (order == SCOPE_BY_ORDER && !map->is_coupled) scope_couple(map, slicer);
    ScopeList list = scope_list_parts(map, order, arena);
    for (uint32_t i = 0; i < list.count; i++) {
        list.items[i].is_exact = order == SCOPE_BY_ORDER;
        if (order == SCOPE_BY_ORDER) add_guards(map, &list.items[i], arena);
    }
    return list;
}

Scope scope_of_objects(ScopeMap *map, const ScopeObjectId *objects, uint32_t count, Arena *arena) {
    bool *is_member = arena_new_array(arena, bool, map->objects.count + 1);
    ARRAY(uint32_t) items = {0};
    for (uint32_t i = 0; i < count; i++) is_member[scope_find(map, objects[i])] = true;
    for (ScopeObjectId id = 1; id < map->objects.count; id++)
        if (is_member[scope_find(map, id)]) array_push(&items, arena, id);
    Scope scope = {.map = map, .items = items.items, .count = items.count};
    uint32_t depth = 0;
    scope.event_count = enter_users(map, &scope, &depth);
    scope.task_count = walk_up(map, depth);
    return scope;
}

void scope_add_operands(const ScopeMap *map, FunctionId function, NodeId node, ScopeObjectId *objects, uint32_t *count,
                        uint32_t room) {
    uint32_t operations;
    const ScopeOperation *at = scope_operations_at(map, function, node, &operations);
    for (uint32_t i = 0; i < operations; i++) {
        for (uint32_t k = 0; !at[i].is_for_callers && k < at[i].count; k++) {
            ScopeObjectId object = map->operands.items[at[i].first + k];
            uint32_t known = 0;
            while (known < *count && objects[known] != object) known++;
            if (known == *count && known < room) objects[(*count)++] = object;
        }
    }
}

uint32_t scope_roots(ScopeMap *map, const Scope *scope, const FunctionId *roots, uint32_t count, uint32_t *found) {
    uint32_t depth = 0, reached = 0;
    enter_users(map, scope, &depth);
    walk_up(map, depth);
    for (uint32_t i = 0; i < count; i++)
        if (map->seen[roots[i]] == map->walk) found[reached++] = i;
    return reached;
}

const char *scope_name(const Scope *scope, Arena *arena) {
    enum { NAMED = 3 };
    Text text = {0};
    for (uint32_t i = 0; i < scope->count && i < NAMED; i++) {
        const ScopeObject *object = &scope->map->objects.items[scope->items[i]];
        const char *place =
            object->member ? object->member : points_to_site_name(scope->map->points_to, arena, object->site);
        text_format(&text, "%s%s", i ? ", " : "", place);
        if (object->offset > 0) text_format(&text, "+%lld", (long long)object->offset);
    }
    if (scope->count > NAMED) text_format(&text, " and %u more", scope->count - NAMED);
    const char *name = arena_copy_text(arena, text_value(&text));
    text_free(&text);
    return name;
}
