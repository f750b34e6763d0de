// SPDX-License-Identifier: MIT
// Locks that nobody waits for for ever, by their sections alone: on every way from each lock an unlock of the same
// lock follows in the same function, and before it nothing that may block but locks that are such themselves. Found
// in rounds, so that locks which are only nested one way are all found. Then the same for locks that conditions are
// waited for with: such a wait gives the lock back, so the lock comes free in time although the wait may never end.
#include "link/control_flow.h"
#include "link/scope_state.h"

#include <string.h>

enum { ROUNDS = 12 };

static bool all_leaves(const ScopeMap *map, const ScopeOperation *operation) {
    for (uint32_t i = 0; i < operation->count; i++)
        if (!map->objects.items[map->operands.items[operation->first + i]].is_leaf_lock) return false;
    return operation->count > 0;
}

static bool all_come_free(const ScopeMap *map, const ScopeOperation *operation) {
    for (uint32_t i = 0; i < operation->count; i++)
        if (!map->objects.items[map->operands.items[operation->first + i]].comes_free) return false;
    return operation->count > 0;
}

bool scope_waits_for_nobody(const ScopeMap *map, const ScopeOperation *operation) {
    return operation->event == EVENT_LOCK && all_come_free(map, operation);
}

bool scope_frees_nobody(const ScopeMap *map, const ScopeOperation *operation) {
    if (operation->event == EVENT_UNLOCK) return all_come_free(map, operation);
    if (operation->event != EVENT_WAIT || operation->count != 2) return false;
    return map->objects.items[map->operands.items[operation->first + 1]].comes_free;
}

static bool may_block_at(const ScopeMap *map, const ScopeOperation *operation) {
    if (!operation->blocks || operation->is_for_callers) return false;
    return !all_leaves(map, operation) && !scope_waits_for_nobody(map, operation);
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

static bool is_same_formal(Formal a, Formal b) {
    return a.position == b.position && a.offset == b.offset;
}

static bool same_operands(const ScopeMap *map, const ScopeOperation *a, const ScopeOperation *b) {
    if (a->is_for_callers && b->is_for_callers && a->formal_count && b->formal_count)
        return is_same_formal(a->formal[0], b->formal[0]);
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
    const ScopeOperation *lock;
    bool is_spoilt;
    bool allows_waits; // for conditions, with this lock
} Cleanness;

static bool gives_back(const Cleanness *cleanness, const ScopeOperation *wait) {
    const ScopeMap *map = cleanness->map;
    const ScopeOperation *lock = cleanness->lock;
    if (wait->event != EVENT_WAIT) return false;
    if (lock->is_for_callers && wait->is_for_callers)
        return lock->formal_count == 1 && wait->formal_count == 2 && is_same_formal(wait->formal[1], lock->formal[0]);
    if (lock->count != 1 || wait->count != 2) return false;
    return map->operands.items[wait->first + 1] == map->operands.items[lock->first];
}

static bool holds_up(const Cleanness *cleanness, const ScopeOperation *operation) {
    const ScopeMap *map = cleanness->map;
    if (!operation->blocks || all_leaves(map, operation)) return false;
    return !scope_waits_for_nobody(map, operation) && !(cleanness->allows_waits && gives_back(cleanness, operation));
}

static bool spoils(void *context, CallSite at, bool is_unlock) {
    Cleanness *cleanness = context;
    const ScopeMap *map = cleanness->map;
    const Node *node = &program_function(map->program, at.function)->nodes[at.node];
    uint32_t count;
    if (is_unlock) return false;
    const ScopeOperation *operations = scope_operations_at(map, at.function, at.node, &count);
    for (uint32_t i = 0; i < count; i++) cleanness->is_spoilt |= holds_up(cleanness, &operations[i]);
    bool ends_task = node->kind == NODE_EVENT && program_api(map->program, node->api)->event == EVENT_TASK_EXIT;
    cleanness->is_spoilt |= node->kind == NODE_RETURN || ends_task;
    cleanness->is_spoilt |= has_callees(map, node) && calls_blocker(map, at.function, at.node);
    return cleanness->is_spoilt;
}

static bool is_section_clean(ScopeMap *map, const ScopeOperation *lock, bool allows_waits);

// Whether the function called takes the lock and gives it back itself.
static bool is_clean_inside(ScopeMap *map, const ScopeOperation *lock) {
    bool is_found = false;
    for (uint32_t i = map->operation_start[lock->wrapper]; i < map->operation_start[lock->wrapper + 1]; i++) {
        const ScopeOperation *inner = &map->operations.items[i];
        if (inner->event != EVENT_LOCK || !inner->is_for_callers || inner->formal_count != 1) continue;
        if (!is_same_formal(inner->formal[0], lock->inner[0])) continue;
        if (!is_section_clean(map, inner, true)) return false;
        is_found = true;
    }
    return is_found;
}

static bool is_section_clean(ScopeMap *map, const ScopeOperation *lock, bool allows_waits) {
    if (!lock->blocks) return false; // a try: which way holds the lock is not looked at
    if (allows_waits && lock->wrapper && lock->formal_count == 1 && is_clean_inside(map, lock)) return true;
    Cleanness cleanness = {.map = map, .lock = lock, .allows_waits = allows_waits};
    scope_visit_section(map, lock, spoils, &cleanness);
    return !cleanness.is_spoilt;
}

static bool is_mutex_of(const ScopeMap *map, const ScopeOperation *wait, ScopeObjectId id) {
    return wait->event == EVENT_WAIT && wait->count == 2 && map->operands.items[wait->first + 1] == id &&
           map->operands.items[wait->first] != id;
}

static bool is_lock_kind(const ScopeMap *map, ScopeObjectId id, bool allows_waits) {
    for (uint32_t i = map->user_start[id]; i < map->user_start[id + 1]; i++) {
        const ScopeOperation *operation = &map->operations.items[map->users[i]];
        if (operation->is_setup || operation->event == EVENT_UNLOCK) continue;
        if (allows_waits && is_mutex_of(map, operation, id)) continue;
        if (operation->event != EVENT_LOCK) return false;
    }
    return true;
}

static bool is_condition(const ScopeMap *map, ScopeObjectId id) {
    return map->objects.items[id].kind == OBJECT_CONDITION;
}

static bool is_clean(ScopeMap *map, ScopeObjectId id, bool allows_waits) {
    for (uint32_t i = map->user_start[id]; i < map->user_start[id + 1]; i++) {
        const ScopeOperation *operation = &map->operations.items[map->users[i]];
        bool is_lock = operation->event == EVENT_LOCK && !operation->is_for_callers;
        if (is_lock && !is_section_clean(map, operation, allows_waits)) return false;
    }
    return true;
}

// Of objects that are one, all must be. The conditions that a lock is tied to do not matter where waits are allowed.
static void spread_refusal(const ScopeMap *map, bool *is_candidate, bool allows_waits) {
    for (ScopeObjectId id = 1; id < map->objects.count; id++) {
        bool matters = !allows_waits || !is_condition(map, id);
        if (matters && !is_candidate[id]) is_candidate[scope_find(map, id)] = false;
    }
    for (ScopeObjectId id = 1; id < map->objects.count; id++)
        if (!is_candidate[scope_find(map, id)]) is_candidate[id] = false;
}

static bool *mark(const ScopeMap *map, ScopeObjectId id, bool allows_waits) {
    ScopeObject *object = &map->objects.items[id];
    return allows_waits ? &object->comes_free : &object->is_leaf_lock;
}

static bool *find_candidates(const ScopeMap *map, bool allows_waits, Arena *scratch) {
    bool *is_candidate = arena_new_array(scratch, bool, map->objects.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) {
        bool is_neutral = allows_waits && is_condition(map, id);
        is_candidate[id] = is_neutral || is_lock_kind(map, id, allows_waits);
    }
    spread_refusal(map, is_candidate, allows_waits);
    return is_candidate;
}

static bool *find_clean(ScopeMap *map, const bool *is_candidate, bool allows_waits, Arena *scratch) {
    bool *clean = arena_new_array(scratch, bool, map->objects.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) {
        bool is_known = *mark(map, id, allows_waits) || (allows_waits && is_condition(map, id));
        clean[id] = is_candidate[id] && (is_known || is_clean(map, id, allows_waits));
    }
    spread_refusal(map, clean, allows_waits);
    return clean;
}

static void find_in_rounds(ScopeMap *map, bool allows_waits, Arena *scratch) {
    const bool *is_candidate = find_candidates(map, allows_waits, scratch);
    bool is_changed = true;
    for (uint32_t round = 0; is_changed && round < ROUNDS; round++) {
        is_changed = false;
        find_blockers(map);
        const bool *clean = find_clean(map, is_candidate, allows_waits, scratch);
        for (ScopeObjectId id = 1; id < map->objects.count; id++) {
            bool *is_marked = mark(map, id, allows_waits);
            bool is_found = clean[id] && !(allows_waits && is_condition(map, id));
            is_changed |= is_found && !*is_marked;
            *is_marked = is_found;
        }
    }
}

// ---- what is given back was taken

static const ScopeOperation *same_at(const ScopeMap *map, const ScopeOperation *unlock, NodeId id, EventKind event) {
    uint32_t count;
    const ScopeOperation *at = scope_operations_at(map, unlock->function, id, &count);
    for (uint32_t i = 0; i < count; i++)
        if (at[i].event == event && same_operands(map, &at[i], unlock)) return &at[i];
    return NULL;
}

// Of a function that takes nothing the calls are looked at.
static bool only_gives_back(const ScopeMap *map, const ScopeOperation *unlock) {
    for (uint32_t i = map->operation_start[unlock->function]; i < map->operation_start[unlock->function + 1]; i++)
        if (map->operations.items[i].event == EVENT_LOCK && same_operands(map, &map->operations.items[i], unlock))
            return false;
    return unlock->is_for_callers;
}

static void push_ways(ScopeMap *map, const Function *function, NodeId id, uint32_t *depth) {
    const Node *node = &function->nodes[id];
    for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
        NodeId way = control_flow_way(node, i);
        if (!way || map->section_seen[way] == map->section_number) continue;
        map->section_seen[way] = map->section_number;
        map->section_stack[(*depth)++] = way;
    }
}

// No way leads to an unlock from the function's entry, or from an unlock, without a lock. A call that takes the lock
// and gives it back is neither.
static bool is_paired(ScopeMap *map, const ScopeOperation *unlock) {
    const Function *function = program_function(map->program, unlock->function);
    make_room(map, function->node_count);
    map->section_number++;
    uint32_t depth = 0;
    map->section_seen[function->entry] = map->section_number;
    map->section_stack[depth++] = function->entry;
    for (NodeId id = 1; id < function->node_count; id++)
        if (same_at(map, unlock, id, EVENT_UNLOCK) && !same_at(map, unlock, id, EVENT_LOCK))
            push_ways(map, function, id, &depth);
    while (depth) {
        NodeId id = map->section_stack[--depth];
        bool locks = same_at(map, unlock, id, EVENT_LOCK), unlocks = same_at(map, unlock, id, EVENT_UNLOCK);
        if (unlocks && !locks) return false;
        if (!locks || unlocks) push_ways(map, function, id, &depth);
    }
    return true;
}

static bool are_all_paired(ScopeMap *map, ScopeObjectId id) {
    for (uint32_t i = map->user_start[id]; i < map->user_start[id + 1]; i++) {
        const ScopeOperation *operation = &map->operations.items[map->users[i]];
        if (operation->event != EVENT_UNLOCK || only_gives_back(map, operation)) continue;
        if (!is_paired(map, operation)) return false;
    }
    return true;
}

static void find_pairs(ScopeMap *map) {
    for (ScopeObjectId id = 1; id < map->objects.count; id++)
        map->objects.items[id].is_paired = map->objects.items[id].comes_free && are_all_paired(map, id);
}

bool scope_is_harmless(const Scope *scope) {
    for (uint32_t i = 0; i < scope->count; i++) {
        const ScopeObject *object = &scope->map->objects.items[scope->items[i]];
        if (!object->comes_free || !object->is_paired) return false;
    }
    return true;
}

void scope_find_leaf_locks(ScopeMap *map) {
    Arena *scratch = arena_create();
    map->may_block = arena_new_array(map->arena, bool, map->program->functions.count + 1);
    find_in_rounds(map, false, scratch);
    for (ScopeObjectId id = 1; id < map->objects.count; id++)
        map->objects.items[id].comes_free = map->objects.items[id].is_leaf_lock;
    find_in_rounds(map, true, scratch);
    find_blockers(map);
    find_pairs(map);
    arena_destroy(scratch);
}
