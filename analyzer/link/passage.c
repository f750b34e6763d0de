// SPDX-License-Identifier: MIT
#include "link/passage.h"

#include "link/relevance_state.h"
#include "link/scope_state.h"

#include <stdlib.h>

enum { MOST_HINDRANCES = 64 };

// What holds for every slice.
typedef struct WaitTable {
    bool *is_kept; // per object: a lock with a section that does not end in the function that begins it
    bool *waits;   // per function: it, or what it calls, may wait for something else than a lock that is given back
} WaitTable;

struct Passage {
    ScopeMap *map;
    Relevance *slice;
    Arena *arena;
    const WaitTable *table;
    bool *holds_slice;          // per object: a lock in a section of which something of the slice happens
    bool *waits;                // per function: it, or what it calls, takes such a lock
    bool **is_hindered;         // per function, per node that is not of the slice; NULL until asked for
    ARRAY(ScopeObjectId) found; // hindrances
    bool *is_seen;              // per function: searched for hindrances
};

// ---- locks whose sections are not closed

typedef struct Section {
    const ScopeMap *map;
    const Relevance *slice; // NULL: only where the section ends is looked at
    bool is_kept, holds_slice;
} Section;

// By returning or by ending the task; nobody minds when the process ends.
static bool leaves(const ScopeMap *map, const Node *node) {
    if (node->kind == NODE_RETURN) return true;
    if (node->kind == NODE_EVENT && program_api(map->program, node->api)->event == EVENT_TASK_EXIT) return true;
    for (uint32_t i = 0; i < control_flow_way_count(node); i++)
        if (!control_flow_way(node, i)) return true;
    return false;
}

static bool visit(void *context, CallSite at, bool is_unlock) {
    Section *section = context;
    const Node *node = &program_function(section->map->program, at.function)->nodes[at.node];
    if (is_unlock) return false;
    section->is_kept |= leaves(section->map, node);
    section->holds_slice |= section->slice && relevance_of_node(section->slice, at.function, at.node);
    return section->is_kept || section->holds_slice;
}

static Section look_into(ScopeMap *map, const ScopeOperation *lock, const Relevance *slice) {
    Section section = {.map = map, .slice = slice};
    section.is_kept = leaves(map, &program_function(map->program, lock->function)->nodes[lock->node]);
    scope_visit_section(map, lock, visit, &section);
    return section;
}

static bool is_same(Formal a, Formal b) {
    return a.position == b.position && a.offset == b.offset;
}

// Whether the function called gives the lock back that it takes.
static bool is_closed_inside(ScopeMap *map, const ScopeOperation *lock) {
    bool is_found = false;
    if (!lock->wrapper || lock->formal_count != 1) return false;
    for (uint32_t i = map->operation_start[lock->wrapper]; i < map->operation_start[lock->wrapper + 1]; i++) {
        const ScopeOperation *inner = &map->operations.items[i];
        if (inner->event != EVENT_LOCK || !inner->is_for_callers || inner->formal_count != 1) continue;
        if (!is_same(inner->formal[0], lock->inner[0])) continue;
        if (!is_closed_inside(map, inner) && look_into(map, inner, NULL).is_kept) return false;
        is_found = true;
    }
    return is_found;
}

static void mark_operands(const ScopeMap *map, const ScopeOperation *operation, bool *is_marked) {
    for (uint32_t k = 0; k < operation->count; k++) is_marked[map->operands.items[operation->first + k]] = true;
}

static void find_kept(ScopeMap *map, WaitTable *table) {
    for (uint32_t i = 1; i < map->operations.count; i++) {
        const ScopeOperation *operation = &map->operations.items[i];
        if (operation->event != EVENT_LOCK || operation->is_for_callers || is_closed_inside(map, operation)) continue;
        if (look_into(map, operation, NULL).is_kept) mark_operands(map, operation, table->is_kept);
    }
}

// ---- waits that are not for locks

static bool is_known_lock(const ScopeMap *map, const ScopeOperation *operation) {
    if (operation->event != EVENT_LOCK || operation->is_vague || !operation->count) return false;
    if (operation->wrapper) return true; // its own operation says so
    return !points_to_of_operand(map->points_to, operation->function, operation->node, OPERAND_OBJECT).has_unknown;
}

static bool has_marked(const ScopeMap *map, const ScopeOperation *operation, const bool *is_marked) {
    for (uint32_t k = 0; k < operation->count; k++)
        if (is_marked[map->operands.items[operation->first + k]]) return true;
    return false;
}

static bool waits_always(const ScopeMap *map, const WaitTable *table, const ScopeOperation *operation) {
    if (!operation->blocks) return false;
    return !is_known_lock(map, operation) || has_marked(map, operation, table->is_kept);
}

static bool suspends(const ScopeMap *map, FunctionId function, NodeId id) {
    const Node *node = &program_function(map->program, function)->nodes[id];
    return node->kind == NODE_EVENT && program_api(map->program, node->api)->event == EVENT_SUSPEND;
}

// Callees first; again while recursion brings something new.
static void sum_up(const ScopeMap *map, bool *holds) {
    FunctionList order = call_graph_bottom_up(map->calls);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < order.count; i++) {
            FunctionId id = order.items[i];
            FunctionList callees = call_graph_callees(map->calls, id);
            for (uint32_t k = 0; k < callees.count && !holds[id]; k++) {
                holds[id] = holds[callees.items[k]];
                is_changed |= holds[id] && call_graph_is_recursive(map->calls, id);
            }
        }
    }
}

static void find_waits(const ScopeMap *map, WaitTable *table) {
    for (uint32_t i = 1; i < map->operations.count; i++)
        table->waits[map->operations.items[i].function] |= waits_always(map, table, &map->operations.items[i]);
    for (FunctionId id = 1; id < map->program->functions.count; id++)
        for (NodeId node = 1; node < program_function(map->program, id)->node_count; node++)
            table->waits[id] |= suspends(map, id, node);
    sum_up(map, table->waits);
}

static const WaitTable *table_of(ScopeMap *map) {
    if (map->wait_table) return map->wait_table;
    WaitTable *table = arena_new(map->arena, WaitTable);
    table->is_kept = arena_new_array(map->arena, bool, map->objects.count + 1);
    table->waits = arena_new_array(map->arena, bool, map->program->functions.count + 1);
    find_kept(map, table);
    find_waits(map, table);
    return map->wait_table = table;
}

// ---- of one slice

static void find_holders(Passage *passage) {
    ScopeMap *map = passage->map;
    FunctionList functions = relevance_functions(passage->slice);
    for (uint32_t i = 0; i < functions.count; i++) {
        FunctionId id = functions.items[i];
        if (!relevance_of_function(passage->slice, id)) continue;
        for (uint32_t k = map->operation_start[id]; k < map->operation_start[id + 1]; k++) {
            const ScopeOperation *lock = &map->operations.items[k];
            if (lock->event != EVENT_LOCK || is_closed_inside(map, lock)) continue;
            if (look_into(map, lock, passage->slice).holds_slice) mark_operands(map, lock, passage->holds_slice);
        }
    }
    for (uint32_t i = 0; i < passage->slice->scope->count; i++)
        passage->holds_slice[passage->slice->scope->items[i]] = false;
}

// Those that take a lock which may be held when its holder stops, and all that call them.
static void find_takers(Passage *passage) {
    const ScopeMap *map = passage->map;
    ARRAY(FunctionId) stack = {0};
    for (ScopeObjectId id = 1; id < map->objects.count; id++) {
        for (uint32_t k = map->user_start[id]; passage->holds_slice[id] && k < map->user_start[id + 1]; k++) {
            const ScopeOperation *user = &map->operations.items[map->users[k]];
            if (user->event != EVENT_LOCK || !user->blocks || passage->waits[user->function]) continue;
            passage->waits[user->function] = true;
            array_push(&stack, passage->arena, user->function);
        }
    }
    while (stack.count) {
        CallSiteList callers = call_graph_callers(map->calls, stack.items[--stack.count]);
        for (uint32_t i = 0; i < callers.count; i++) {
            if (passage->waits[callers.items[i].function]) continue;
            passage->waits[callers.items[i].function] = true;
            array_push(&stack, passage->arena, callers.items[i].function);
        }
    }
}

Passage *passage_create(ScopeMap *map, const Relevance *slice, Arena *arena) {
    Passage *passage = arena_new(arena, Passage);
    uint32_t functions = map->program->functions.count;
    *passage = (Passage){.map = map, .slice = relevance_writable(slice), .arena = arena, .table = table_of(map)};
    passage->holds_slice = arena_new_array(arena, bool, map->objects.count + 1);
    passage->waits = arena_new_array(arena, bool, functions + 1);
    passage->is_hindered = arena_new_array(arena, bool *, functions + 1);
    passage->is_seen = arena_new_array(arena, bool, functions + 1);
    find_holders(passage);
    find_takers(passage);
    return passage;
}

static bool may_wait(const Passage *passage, const ScopeOperation *operation) {
    if (operation->wrapper || !operation->blocks) return false; // who is called does it
    return waits_always(passage->map, passage->table, operation) ||
           has_marked(passage->map, operation, passage->holds_slice);
}

static bool calls_waiter(const Passage *passage, FunctionId function, NodeId id) {
    const ScopeMap *map = passage->map;
    const Node *node = &program_function(map->program, function)->nodes[id];
    bool is_once = node->kind == NODE_EVENT && program_api(map->program, node->api)->event == EVENT_ONCE;
    if (node->kind != NODE_CALL && !is_once) return false;
    FunctionSet callees = points_to_callees(map->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++)
        if (passage->waits[callees.items[i]] || passage->table->waits[callees.items[i]]) return true;
    return false;
}

static bool may_wait_at(const Passage *passage, FunctionId function, NodeId node) {
    uint32_t count;
    const ScopeOperation *operations = scope_operations_at(passage->map, function, node, &count);
    for (uint32_t i = 0; i < count; i++)
        if (may_wait(passage, &operations[i])) return true;
    return suspends(passage->map, function, node) || calls_waiter(passage, function, node);
}

// Backwards from where somebody may wait, over what is not of the slice.
static bool *find_hindered(Passage *passage, FunctionId function) {
    const ControlFlow *flow = relevance_flow(passage->slice, function);
    bool *is_hindered = arena_new_array(passage->arena, bool, flow->node_count + 1);
    NodeId *stack = arena_new_array(passage->arena, NodeId, flow->node_count + 1);
    uint32_t depth = 0;
    for (NodeId at = 1; at < flow->node_count; at++) {
        if (relevance_of_node(passage->slice, function, at) || !may_wait_at(passage, function, at)) continue;
        is_hindered[at] = true;
        stack[depth++] = at;
    }
    while (depth) {
        NodeId at = stack[--depth];
        for (uint32_t i = flow->predecessor_start[at]; i < flow->predecessor_start[at + 1]; i++) {
            NodeId before = flow->predecessors[i];
            if (!before || is_hindered[before] || relevance_of_node(passage->slice, function, before)) continue;
            is_hindered[before] = true;
            stack[depth++] = before;
        }
    }
    return is_hindered;
}

// ---- what hinders

static void note_objects(Passage *passage, FunctionId function, NodeId node) {
    uint32_t count;
    const ScopeOperation *operations = scope_operations_at(passage->map, function, node, &count);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; may_wait(passage, &operations[i]) && k < operations[i].count; k++)
            if (passage->found.count < MOST_HINDRANCES)
                array_push(&passage->found, passage->arena, passage->map->operands.items[operations[i].first + k]);
}

static void note_below(Passage *passage, FunctionId function) {
    if (passage->is_seen[function] || passage->found.count >= MOST_HINDRANCES) return;
    if (!passage->waits[function] && !passage->table->waits[function]) return;
    passage->is_seen[function] = true;
    for (NodeId at = 1; at < program_function(passage->map->program, function)->node_count; at++)
        note_objects(passage, function, at);
    FunctionList callees = call_graph_callees(passage->map->calls, function);
    for (uint32_t i = 0; i < callees.count; i++) note_below(passage, callees.items[i]);
}

static void note_at(Passage *passage, FunctionId function, NodeId node) {
    note_objects(passage, function, node);
    if (!calls_waiter(passage, function, node)) return;
    FunctionSet callees = points_to_callees(passage->map->points_to, function, node);
    for (uint32_t i = 0; i < callees.count; i++) note_below(passage, callees.items[i]);
}

// Over what is not of the slice, to the first things that hinder.
static void note_ahead(Passage *passage, FunctionId function, NodeId from) {
    const ControlFlow *flow = relevance_flow(passage->slice, function);
    bool *is_seen = arena_new_array(passage->arena, bool, flow->node_count + 1);
    NodeId *stack = arena_new_array(passage->arena, NodeId, flow->node_count + 1);
    uint32_t depth = 0;
    stack[depth++] = from;
    is_seen[from] = true;
    while (depth) {
        NodeId at = stack[--depth];
        if (may_wait_at(passage, function, at)) {
            note_at(passage, function, at);
            continue;
        }
        for (uint32_t i = flow->successor_start[at]; i < flow->successor_start[at + 1]; i++) {
            NodeId next = flow->successors[i];
            if (!next || is_seen[next] || !passage->is_hindered[function][next]) continue;
            is_seen[next] = true;
            stack[depth++] = next;
        }
    }
}

bool passage_is_hindered(Passage *passage, FunctionId function, NodeId from) {
    if (!from || relevance_of_node(passage->slice, function, from)) return false;
    if (!passage->is_hindered[function]) passage->is_hindered[function] = find_hindered(passage, function);
    if (!passage->is_hindered[function][from]) return false;
    note_ahead(passage, function, from);
    return true;
}

bool passage_is_hindered_at(Passage *passage, FunctionId function, NodeId node) {
    if (!may_wait_at(passage, function, node)) return false;
    note_at(passage, function, node);
    return true;
}

static int compare(const void *left, const void *right) {
    const ScopeObjectId *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

ObjectList passage_hindrances(Passage *passage) {
    ScopeObjectId *items = passage->found.items;
    uint32_t count = 0;
    if (passage->found.count > 1) qsort(items, passage->found.count, sizeof *items, compare);
    for (uint32_t i = 0; i < passage->found.count; i++)
        if (!count || items[count - 1] != items[i]) items[count++] = items[i];
    passage->found.count = count;
    return (ObjectList){items, count};
}
