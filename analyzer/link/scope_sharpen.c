// SPDX-License-Identifier: MIT
// Where points-to has lost its way, an operation may seem to be on any piece of memory, text buffers included. What
// some operation names precisely is an object; of a vague operation only those are kept. When they are still many, the
// operation is taken to be on the member that it names, whichever structure it lies in, and all operations on this
// member are on one object. What names no member ties nobody to anything: it takes part in the slices of all its
// objects, and the explorer sees which one is meant.
#include "link/scope_state.h"

#include "base/hash.h"

#include <string.h>

enum { PRECISE = 3, MOST_OBJECTS = 8 };

static bool *find_named(const ScopeMap *map) {
    bool *is_named = arena_new_array(map->arena, bool, map->objects.count + 1);
    for (uint32_t i = 1; i < map->operations.count; i++) {
        const ScopeOperation *operation = &map->operations.items[i];
        for (uint32_t k = 0; operation->count <= PRECISE && k < operation->count; k++)
            is_named[map->operands.items[operation->first + k]] = true;
    }
    return is_named;
}

static void keep_named(ScopeMap *map, ScopeOperation *operation, const bool *is_named) {
    if (operation->count <= PRECISE) return;
    ScopeObjectId *items = &map->operands.items[operation->first];
    uint32_t named = 0;
    for (uint32_t i = 0; i < operation->count; i++) named += is_named[items[i]];
    if (!named) return;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < operation->count; i++)
        if (is_named[items[i]]) items[kept++] = items[i];
    operation->count = kept;
}

// What one call operates on at once cannot be decided apart: the cases of a select, a condition and its mutex.
static void tie(ScopeMap *map, const ScopeOperation *operation) {
    const ScopeObjectId *items = &map->operands.items[operation->first];
    for (uint32_t i = 1; i < operation->count; i++) scope_unite(map, items[0], items[i]);
}

// Many objects, or anything in a piece of memory whose members points-to has given up to tell apart.
static bool is_vague(const ScopeMap *map, const ScopeOperation *operation) {
    bool has_member = operation->member[0] || operation->member[1];
    if (operation->count > (has_member ? PRECISE : MOST_OBJECTS)) return true;
    for (uint32_t i = 0; has_member && i < operation->count; i++) {
        const ScopeObject *object = &map->objects.items[map->operands.items[operation->first + i]];
        SiteKind kind = points_to_site(map->points_to, object->site)->kind;
        if (object->offset == -1 && (kind == SITE_VARIABLE || kind == SITE_HEAP)) return true;
    }
    return false;
}

static ScopeObjectId object_of_member(ScopeMap *map, const char *member, ObjectKind kind) {
    Hash hash = hash_text((Hash){0}, member);
    uint32_t *known = pair_map_slot(&map->member_map, map->arena, hash.low, hash.high, NULL);
    if (!*known) *known = scope_add_object(map, (ScopeObject){.kind = kind, .member = member, .offset = -1});
    return *known;
}

static ObjectKind kind_of(const ScopeMap *map, const ScopeOperation *operation, uint32_t index) {
    const Node *node = &program_function(map->program, operation->function)->nodes[operation->node];
    if (index) return OBJECT_MUTEX;
    if (node->kind == NODE_EVENT) return program_api(map->program, node->api)->object;
    return operation->count ? map->objects.items[map->operands.items[operation->first]].kind : OBJECT_NONE;
}

static void name_by_member(ScopeMap *map, ScopeOperation *operation) {
    uint32_t named = 0;
    for (uint32_t i = 0; i < 2; i++) {
        if (!operation->member[i]) continue;
        map->operands.items[operation->first + named++] =
            object_of_member(map, operation->member[i], kind_of(map, operation, i));
    }
    if (!named) return;
    operation->count = named;
    operation->is_vague = false;
}

// What names the member elsewhere means the same object.
static void join_members(ScopeMap *map, ScopeOperation *operation) {
    for (uint32_t i = 0; i < 2 && !operation->is_vague; i++) {
        if (!operation->member[i] || operation->ties) continue;
        Hash hash = hash_text((Hash){0}, operation->member[i]);
        ScopeObjectId member = pair_map_get(&map->member_map, hash.low, hash.high, 0);
        for (uint32_t k = 0; member && k < operation->count; k++)
            scope_unite(map, member, map->operands.items[operation->first + k]);
    }
}

// Operands of what is left stand closely packed, as they did.
static void pack_operands(ScopeMap *map) {
    uint32_t filled = 0;
    for (uint32_t i = 1; i < map->operations.count; i++)
        map->operations.items[i].kept = filled, filled += map->operations.items[i].count;
    ScopeObjectId *packed = arena_new_array(map->arena, ScopeObjectId, filled + 1);
    for (uint32_t i = 1; i < map->operations.count; i++) {
        ScopeOperation *operation = &map->operations.items[i];
        for (uint32_t k = 0; k < operation->count; k++)
            packed[operation->kept + k] = map->operands.items[operation->first + k];
        operation->first = operation->kept;
    }
    map->operands.items = packed;
    map->operands.count = map->operands.capacity = filled;
}

// A member of a structure whose type is not known may be that of any.
static void join_types(ScopeMap *map) {
    for (ScopeObjectId id = 1; id < map->objects.count; id++) {
        const char *member = map->objects.items[id].member;
        if (!member || *member == ':') continue;
        Hash hash = hash_text((Hash){0}, strrchr(member, ':'));
        ScopeObjectId any = pair_map_get(&map->member_map, hash.low, hash.high, 0);
        if (any) scope_unite(map, any, id);
    }
}

void scope_sharpen(ScopeMap *map) {
    bool *is_named = find_named(map);
    for (uint32_t i = 1; i < map->operations.count; i++) {
        ScopeOperation *operation = &map->operations.items[i];
        keep_named(map, operation, is_named);
        operation->is_vague = is_vague(map, operation);
        if (operation->is_vague && !operation->is_for_callers) name_by_member(map, operation);
    }
    join_types(map);
    for (uint32_t i = 1; i < map->operations.count; i++) {
        ScopeOperation *operation = &map->operations.items[i];
        if (!operation->is_for_callers) join_members(map, operation);
        if (operation->ties && !operation->is_vague && !operation->is_for_callers) tie(map, operation);
    }
    pack_operands(map);
}
