// SPDX-License-Identifier: MIT
// Locks that nobody waits for for ever, by their sections alone: on every way from each lock an unlock of the same
// lock follows in the same function, and before it nothing that may block but locks that are such themselves. Found
// in rounds, so that locks which are only nested one way are all found.
#include "link/control_flow.h"
#include "link/scope_state.h"

#include <string.h>

enum { ROUNDS = 12 };

static bool all_leaves(const ScopeMap *map, const ScopeOperation *operation) {
    for (uint32_t i = 0; i < operation->count; i++)
        if (!map->objects.items[map->operands.items[operation->first + i]].is_leaf_lock) return false;
    return operation->count > 0;
}

static bool may_block_at(const ScopeMap *map, const ScopeOperation *operation) {
    return operation->blocks && !operation->is_for_callers && !all_leaves(map, operation);
}

static bool calls_blocker(const ScopeMap *map, FunctionId function, NodeId node) {
    FunctionSet callees = points_to_callees(map->points_to, function, node);
    for (uint32_t i = 0; i < callees.count; i++)
        if (map->may_block[callees.items[i]]) return true;
    return false;
}

static bool has_callees(const ScopeMap *map, const Node *node) {
    return node->kind == NODE_CALL ||
           (node->kind == NODE_EVENT && program_api(map->program, node->api)->event == EVENT_ONCE);
}

// Callees first; what recursion leaves open, another round finds.
static void find_blockers(ScopeMap *map) {
    FunctionList order = call_graph_bottom_up(map->calls);
    memset(map->may_block, 0, map->program->functions.count * sizeof(bool));
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < order.count; i++) {
            FunctionId id = order.items[i];
            if (map->may_block[id] || !map->is_involved[id]) continue;
            bool blocks = false;
            for (uint32_t k = map->operation_start[id]; k < map->operation_start[id + 1] && !blocks; k++)
                blocks = may_block_at(map, &map->operations.items[k]);
            FunctionList callees = call_graph_callees(map->calls, id);
            for (uint32_t k = 0; k < callees.count && !blocks; k++) blocks = map->may_block[callees.items[k]];
            map->may_block[id] = blocks;
            is_changed |= blocks && call_graph_is_recursive(map->calls, id);
        }
    }
}

static bool same_operands(const ScopeMap *map, const ScopeOperation *a, const ScopeOperation *b) {
    return a->count == b->count && !memcmp(&map->operands.items[a->first], &map->operands.items[b->first],
                                           a->count * sizeof *map->operands.items);
}

static void make_room(ScopeMap *map, uint32_t count) {
    if (count < map->section_room) return;
    map->section_room = count * 2 + 64;
    map->section_seen = arena_new_array(map->arena, uint32_t, map->section_room);
    map->section_stack = arena_new_array(map->arena, NodeId, map->section_room);
}

static bool releases(const ScopeMap *map, const ScopeOperation *lock, NodeId id) {
    uint32_t count;
    const ScopeOperation *at = scope_operations_at(map, lock->function, id, &count);
    for (uint32_t i = 0; i < count; i++)
        if (at[i].event == EVENT_UNLOCK && same_operands(map, &at[i], lock)) return true;
    return false;
}

void scope_visit_section(ScopeMap *map, const ScopeOperation *lock, SectionVisit visit, void *context) {
    const Function *function = program_function(map->program, lock->function);
    make_room(map, function->node_count);
    uint32_t depth = 0;
    map->section_stack[depth++] = lock->node;
    map->section_number++;
    while (depth) {
        NodeId at = map->section_stack[--depth];
        if (at != lock->node || map->section_seen[at] == map->section_number) {
            bool is_unlock = releases(map, lock, at);
            if (visit(context, (CallSite){lock->function, at}, is_unlock)) return;
            if (is_unlock) continue;
        }
        const Node *node = &function->nodes[at];
        for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
            NodeId way = control_flow_way(node, i);
            if (!way || map->section_seen[way] == map->section_number) continue;
            map->section_seen[way] = map->section_number;
            map->section_stack[depth++] = way;
        }
    }
}

typedef struct Cleanness {
    const ScopeMap *map;
    bool is_spoilt;
} Cleanness;

static bool spoils(void *context, CallSite at, bool is_unlock) {
    Cleanness *cleanness = context;
    const ScopeMap *map = cleanness->map;
    const Node *node = &program_function(map->program, at.function)->nodes[at.node];
    uint32_t count;
    if (is_unlock) return false;
    const ScopeOperation *operations = scope_operations_at(map, at.function, at.node, &count);
    for (uint32_t i = 0; i < count; i++)
        cleanness->is_spoilt |= operations[i].blocks && !all_leaves(map, &operations[i]);
    bool ends_task = node->kind == NODE_EVENT && program_api(map->program, node->api)->event == EVENT_TASK_EXIT;
    cleanness->is_spoilt |= node->kind == NODE_RETURN || ends_task;
    cleanness->is_spoilt |= has_callees(map, node) && calls_blocker(map, at.function, at.node);
    return cleanness->is_spoilt;
}

static bool is_section_clean(ScopeMap *map, const ScopeOperation *lock) {
    if (!lock->blocks) return false; // a try: which way holds the lock is not looked at
    Cleanness cleanness = {map, false};
    scope_visit_section(map, lock, spoils, &cleanness);
    return !cleanness.is_spoilt;
}

static bool is_lock_kind(const ScopeMap *map, ScopeObjectId id) {
    for (uint32_t i = map->user_start[id]; i < map->user_start[id + 1]; i++) {
        const ScopeOperation *operation = &map->operations.items[map->users[i]];
        if (operation->is_setup || operation->event == EVENT_UNLOCK) continue;
        if (operation->event != EVENT_LOCK) return false;
    }
    return true;
}

static bool is_clean(ScopeMap *map, ScopeObjectId id) {
    for (uint32_t i = map->user_start[id]; i < map->user_start[id + 1]; i++) {
        const ScopeOperation *operation = &map->operations.items[map->users[i]];
        bool is_lock = operation->event == EVENT_LOCK && !operation->is_for_callers;
        if (is_lock && !is_section_clean(map, operation)) return false;
    }
    return true;
}

// Of objects that are one, all must be.
static void spread_refusal(const ScopeMap *map, bool *is_candidate) {
    for (ScopeObjectId id = 1; id < map->objects.count; id++)
        if (!is_candidate[id]) is_candidate[scope_find(map, id)] = false;
    for (ScopeObjectId id = 1; id < map->objects.count; id++)
        if (!is_candidate[scope_find(map, id)]) is_candidate[id] = false;
}

static bool *find_clean(ScopeMap *map, const bool *is_candidate, Arena *scratch) {
    bool *clean = arena_new_array(scratch, bool, map->objects.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++)
        clean[id] = is_candidate[id] && (map->objects.items[id].is_leaf_lock || is_clean(map, id));
    spread_refusal(map, clean);
    return clean;
}

void scope_find_leaf_locks(ScopeMap *map) {
    Arena *scratch = arena_create();
    bool *is_candidate = arena_new_array(scratch, bool, map->objects.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) is_candidate[id] = is_lock_kind(map, id);
    spread_refusal(map, is_candidate);
    map->may_block = arena_new_array(map->arena, bool, map->program->functions.count + 1);
    bool is_changed = true;
    for (uint32_t round = 0; is_changed && round < ROUNDS; round++) {
        is_changed = false;
        find_blockers(map);
        const bool *clean = find_clean(map, is_candidate, scratch);
        for (ScopeObjectId id = 1; id < map->objects.count; id++) {
            is_changed |= clean[id] && !map->objects.items[id].is_leaf_lock;
            map->objects.items[id].is_leaf_lock = clean[id];
        }
    }
    find_blockers(map);
    arena_destroy(scratch);
}
