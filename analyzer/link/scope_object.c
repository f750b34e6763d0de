// SPDX-License-Identifier: MIT
// Which abstract objects there are, and which of them cannot be told apart.
#include "link/scope_state.h"

const ScopeObject *scope_map_object(const ScopeMap *map, ScopeObjectId object) {
    return &map->objects.items[object];
}

uint32_t scope_map_object_count(const ScopeMap *map) {
    return map->objects.count;
}

// What a library made is one object, whichever handle of it is used.
static int64_t offset_within(const ScopeMap *map, Pointee at) {
    SiteKind kind = points_to_site(map->points_to, at.site)->kind;
    return kind == SITE_OBJECT || kind == SITE_TASK ? -1 : at.offset;
}

static ScopeObjectId find(ScopeObjectId *parent, ScopeObjectId object) {
    while (parent[object] != object) object = parent[object] = parent[parent[object]];
    return object;
}

static bool unite(ScopeObjectId *parent, ScopeObjectId left, ScopeObjectId right) {
    left = find(parent, left);
    right = find(parent, right);
    if (left < right) parent[right] = left;
    if (right < left) parent[left] = right;
    return left != right;
}

ScopeObjectId scope_find(const ScopeMap *map, ScopeObjectId object) {
    return find(map->parent, object);
}

void scope_unite(ScopeMap *map, ScopeObjectId left, ScopeObjectId right) {
    unite(map->parent, left, right);
}

ScopeObjectId scope_find_coupled(const ScopeMap *map, ScopeObjectId object) {
    return find(map->coupled, object);
}

bool scope_unite_coupled(ScopeMap *map, ScopeObjectId left, ScopeObjectId right) {
    return unite(map->coupled, left, right);
}

bool scope_follows_spawn(const ScopeMap *map, CallSite at) {
    uint32_t first = map->first_place[at.function];
    return !first || map->follows_spawn[first + at.node];
}

static void make_room(ScopeMap *map, uint32_t count) {
    if (count < map->parent_capacity) return;
    uint32_t capacity = map->parent_capacity ? map->parent_capacity * 2 : 64;
    ScopeObjectId *longer = arena_new_array(map->arena, ScopeObjectId, capacity);
    for (uint32_t i = 0; i < map->parent_capacity; i++) longer[i] = map->parent[i];
    map->parent = longer;
    map->parent_capacity = capacity;
}

// A pointer to anywhere in a piece of memory may mean each of the objects in it.
static void unite_with_any(ScopeMap *map, ScopeObjectId object) {
    const ScopeObject *at = &map->objects.items[object];
    uint32_t *last = pair_map_slot(&map->last_of_site, map->arena, at->site, 0, NULL);
    map->objects.items[object].next_of_site = *last;
    *last = object;
    bool is_any = at->offset == -1;
    uint32_t *any = pair_map_slot(&map->last_of_site, map->arena, at->site, 1, NULL);
    if (is_any) *any = object;
    if (is_any)
        for (ScopeObjectId kin = at->next_of_site; kin; kin = map->objects.items[kin].next_of_site)
            scope_unite(map, object, kin);
    else if (*any)
        scope_unite(map, object, *any);
}

static void chain_by_node(ScopeMap *map, ScopeObjectId object) {
    const Site *site = points_to_site(map->points_to, map->objects.items[object].site);
    if (site->kind != SITE_HEAP && site->kind != SITE_OBJECT && site->kind != SITE_TASK) return;
    uint32_t *last = pair_map_slot(&map->last_of_node, map->arena, site->function, site->node, NULL);
    map->objects.items[object].next_of_node = *last;
    *last = object;
}

ScopeObjectId scope_add_object(ScopeMap *map, ScopeObject object) {
    ScopeObjectId id = map->objects.count;
    array_push(&map->objects, map->arena, object);
    make_room(map, id);
    map->parent[id] = id;
    return id;
}

ScopeObjectId scope_object_at(ScopeMap *map, Pointee at, ObjectKind kind) {
    if (!map->objects.count) array_push(&map->objects, map->arena, (ScopeObject){0});
    at.offset = offset_within(map, at);
    bool is_new;
    uint32_t *known = pair_map_slot(&map->object_map, map->arena, at.site, (uint64_t)at.offset, &is_new);
    if (!is_new) return *known;
    ScopeObjectId id = *known =
        scope_add_object(map, (ScopeObject){.site = at.site, .offset = at.offset, .kind = kind});
    unite_with_any(map, id);
    chain_by_node(map, id);
    return id;
}

static ScopeObjectId look_up(const ScopeMap *map, SiteId site, int64_t offset) {
    return pair_map_get(&map->object_map, site, (uint64_t)offset, 0);
}

ScopeObjectId scope_find_object(const ScopeMap *map, Pointee at) {
    at.offset = offset_within(map, at);
    return look_up(map, at.site, at.offset);
}

static bool has_number(const uint32_t *items, uint32_t count, uint32_t number) {
    uint32_t low = 0;
    while (low < count) {
        uint32_t middle = low + (count - low) / 2;
        if (items[middle] == number) return true;
        if (items[middle] < number)
            low = middle + 1;
        else
            count = middle;
    }
    return false;
}

static bool is_in(const Scope *scope, ScopeObjectId object) {
    return has_number(scope->items, scope->count, object) || has_number(scope->guards, scope->guard_count, object);
}

bool scope_has(const Scope *scope, ScopeObjectId object) {
    return is_in(scope, object);
}

static ScopeAnswer of_memory(const Scope *scope, SiteId site, int64_t offset) {
    const ScopeMap *map = scope->map;
    Pointee at = {site, offset};
    at.offset = offset_within(map, at);
    ScopeObjectId object = look_up(map, site, at.offset);
    if (!object) object = look_up(map, site, points_to_element_offset(map->points_to, at));
    if (!object) object = look_up(map, site, -1);
    if (!object) return SCOPE_UNSURE;
    return is_in(scope, object) ? SCOPE_INSIDE : SCOPE_OUTSIDE;
}

ScopeAnswer scope_of_variable(const Scope *scope, VariableId variable, int64_t offset) {
    SiteId site = points_to_site_of_variable(scope->map->points_to, variable);
    return site ? of_memory(scope, site, offset) : SCOPE_UNSURE;
}

ScopeAnswer scope_of_made(const Scope *scope, FunctionId function, NodeId node, int64_t offset) {
    const ScopeMap *map = scope->map;
    bool is_inside = false, is_outside = false;
    ScopeObjectId object = pair_map_get(&map->last_of_node, function, node, 0);
    for (SiteId last = 0; object; object = map->objects.items[object].next_of_node) {
        SiteId site = map->objects.items[object].site;
        if (site == last) continue;
        last = site;
        ScopeAnswer answer = of_memory(scope, site, offset);
        is_inside |= answer == SCOPE_INSIDE;
        is_outside |= answer == SCOPE_OUTSIDE;
    }
    if (is_inside == is_outside) return SCOPE_UNSURE;
    return is_inside ? SCOPE_INSIDE : SCOPE_OUTSIDE;
}

ScopeAnswer scope_of_event(const Scope *scope, FunctionId function, NodeId node) {
    uint32_t count;
    const ScopeOperation *at = scope_operations_at(scope->map, function, node, &count);
    bool is_inside = false, is_outside = false;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < at[i].count; k++) {
            bool has = is_in(scope, scope->map->operands.items[at[i].first + k]);
            is_inside |= has;
            is_outside |= !has;
        }
    for (uint32_t i = 0; i < count; i++)
        if (at[i].is_stray && !is_inside) return SCOPE_UNSURE;
    if (is_inside && is_outside) return SCOPE_UNSURE;
    return is_inside ? SCOPE_INSIDE : SCOPE_OUTSIDE;
}
