// SPDX-License-Identifier: MIT
// What else belongs to a scope for its answers to be exact: objects whose operations end in ways that its slice looks
// at, and memory that tasks share and its slice reads, with all that orders the accesses to it. Slices show both, so
// scopes and slices are found in turns until nothing new comes.
#include "link/relevance_state.h"
#include "link/scope_state.h"

#include <stdlib.h>

enum { ROUNDS = 5 };

typedef struct Coupling {
    ScopeMap *map;
    Relevance *slicer;
    const Scope *scope;
    PairMap guard_map;  // scope and lock, place -> seen
    PairMap memory_map; // object that the scope is known by, site -> memory
    bool is_changed;
} Coupling;

static void note_access(Coupling *coupling, SiteId site, CallSite at, bool is_write) {
    ScopeMap *map = coupling->map;
    if (!site || !scope_follows_spawn(map, at)) return;
    ScopeObjectId tied = scope_find_coupled(map, coupling->scope->items[0]);
    bool is_new;
    uint32_t *known = pair_map_slot(&coupling->memory_map, map->arena, tied, site, &is_new);
    if (is_new) {
        *known = map->memories.count;
        array_push(&map->memories, map->arena, (ScopeMemory){.tied = tied, .site = site});
    }
    if (!map->is_involved[at.function]) scope_involve(map, at.function);
    ScopeMemory *memory = &map->memories.items[*known];
    if (is_write) array_push(&memory->writes, map->arena, at);
    if (memory->accesses.count) {
        CallSite last = memory->accesses.items[memory->accesses.count - 1];
        if (last.function == at.function && last.node == at.node) return;
    }
    array_push(&memory->accesses, map->arena, at);
}

static bool is_private(const Program *program, const Expr *address) {
    if (address->kind != EXPR_VARIABLE_ADDRESS) return false;
    const Variable *variable = program_variable(program, address->reference);
    bool is_local = variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER ||
                    variable->kind == VARIABLE_TEMPORARY || variable->kind == VARIABLE_THREAD;
    return is_local && !variable->is_address_taken;
}

static void note_accesses(Coupling *coupling, CallSite at, ExprId address, bool is_write) {
    const ScopeMap *map = coupling->map;
    if (!address || is_private(map->program, program_expr(map->program, address))) return;
    PointeeSet set = points_to_of_expr(map->points_to, at.function, address);
    for (uint32_t i = 0; i < set.count; i++) {
        SiteKind kind = points_to_site(map->points_to, set.items[i].site)->kind;
        if (kind == SITE_VARIABLE || kind == SITE_HEAP) note_access(coupling, set.items[i].site, at, is_write);
    }
}

static void note_reads(Coupling *coupling, CallSite at, ExprId id) {
    if (!id || !coupling->slicer->is_expr_needed[id]) return;
    const Expr *expr = program_expr(coupling->map->program, id);
    if (expr->kind == EXPR_LOAD) note_accesses(coupling, at, expr->left, false);
    note_reads(coupling, at, expr->left);
    note_reads(coupling, at, expr->right);
}

static bool is_atomic(EventKind event) {
    return event >= EVENT_ATOMIC_LOAD && event <= EVENT_ATOMIC_COMPARE_EXCHANGE;
}

static void couple(Coupling *coupling, ScopeObjectId object) {
    ScopeMap *map = coupling->map;
    if (map->objects.items[object].is_leaf_lock) return;
    coupling->is_changed |= scope_unite_coupled(map, coupling->scope->items[0], object);
}

static void note_event(Coupling *coupling, CallSite at, const Node *node) {
    const ScopeMap *map = coupling->map;
    const Api *api = program_api(map->program, node->api);
    if (is_atomic(api->event))
        note_accesses(coupling, at, event_operand(map->program, node, OPERAND_OBJECT), api->event != EVENT_ATOMIC_LOAD);
    if (!relevance_event_is_outside(coupling->slicer, at.function, at.node)) return;
    uint32_t count;
    const ScopeOperation *operations = scope_operations_at(map, at.function, at.node, &count);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < operations[i].count && !operations[i].is_for_callers; k++)
            couple(coupling, map->operands.items[operations[i].first + k]);
}

static void note_node(Coupling *coupling, CallSite at) {
    const Node *node = &program_function(coupling->map->program, at.function)->nodes[at.node];
    bool writes = node->kind == NODE_ASSIGN || node->kind == NODE_COPY || node->kind == NODE_ZERO;
    note_reads(coupling, at, node->value);
    note_reads(coupling, at, node->target);
    note_reads(coupling, at, node->callee);
    for (uint32_t i = 0; i < node->argument_count; i++) note_reads(coupling, at, node->arguments[i]);
    if (writes) note_accesses(coupling, at, node->target, true);
    if (node->kind == NODE_COPY) note_accesses(coupling, at, node->value, false);
    if (node->kind == NODE_EVENT) note_event(coupling, at, node);
}

typedef struct Section {
    const Coupling *coupling;
    bool has_access, has_stop;
} Section;

static bool loads_stop(const Program *program, ExprId id) {
    if (!id) return false;
    const Expr *expr = program_expr(program, id);
    bool is_here = expr->kind == EXPR_LOAD && (expr->type.is_atomic || expr->type.is_volatile);
    return is_here || loads_stop(program, expr->left) || loads_stop(program, expr->right);
}

static bool reads_stop(const ScopeMap *map, const Node *node) {
    return loads_stop(map->program, node->value) || loads_stop(map->program, node->target);
}

static bool is_stop(const ScopeMap *map, const Node *node) {
    if (node->type.is_atomic || node->type.is_volatile) return true;
    return node->kind == NODE_EVENT && is_atomic(program_api(map->program, node->api)->event);
}

// Sections without a place to stop are one step anyhow. Calls are taken to have such places.
static bool note_section_node(void *context, CallSite at, bool is_unlock) {
    Section *section = context;
    const ScopeMap *map = section->coupling->map;
    const Relevance *slicer = section->coupling->slicer;
    if (is_unlock) return false;
    const Node *node = &program_function(map->program, at.function)->nodes[at.node];
    bool is_relevant = relevance_of_node(slicer, at.function, at.node);
    section->has_access |= is_relevant && node->kind != NODE_NOP;
    section->has_stop |= is_relevant && (node->kind == NODE_CALL || is_stop(map, node) || reads_stop(map, node));
    section->has_stop |= !is_relevant && relevance_may_switch(slicer, at.function, at.node);
    return false;
}

static void add_guard(Coupling *coupling, ScopeObjectId lock, CallSite site) {
    ScopeMap *map = coupling->map;
    ScopeObjectId tied = scope_find_coupled(map, coupling->scope->items[0]);
    bool is_new;
    uint64_t place = (uint64_t)site.function << 32 | site.node;
    pair_map_slot(&coupling->guard_map, map->arena, (uint64_t)tied << 32 | lock, place, &is_new);
    if (!is_new) return;
    coupling->is_changed = true;
    array_push(&map->guards, map->arena, (ScopeGuard){tied, lock, site});
}

typedef struct Guarding {
    Coupling *coupling;
    const ScopeOperation *lock;
} Guarding;

static bool add_unlock(void *context, CallSite at, bool is_unlock) {
    const Guarding *guarding = context;
    for (uint32_t i = 0; is_unlock && i < guarding->lock->count; i++)
        add_guard(guarding->coupling, guarding->coupling->map->operands.items[guarding->lock->first + i], at);
    return false;
}

static void note_locks(Coupling *coupling, FunctionId id) {
    ScopeMap *map = coupling->map;
    for (uint32_t i = map->operation_start[id]; i < map->operation_start[id + 1]; i++) {
        const ScopeOperation *lock = &map->operations.items[i];
        if (lock->event != EVENT_LOCK || lock->is_for_callers || !lock->count) continue;
        if (!map->objects.items[map->operands.items[lock->first]].is_leaf_lock) continue;
        Section section = {.coupling = coupling};
        scope_visit_section(map, lock, note_section_node, &section);
        if (!section.has_access || !section.has_stop) continue;
        for (uint32_t k = 0; k < lock->count; k++)
            add_guard(coupling, map->operands.items[lock->first + k], (CallSite){lock->function, lock->node});
        Guarding guarding = {coupling, lock};
        scope_visit_section(map, lock, add_unlock, &guarding);
    }
}

static int compare_guards(const void *left, const void *right) {
    const ScopeGuard *a = left, *b = right;
    if (a->tied != b->tied) return a->tied < b->tied ? -1 : 1;
    if (a->lock != b->lock) return a->lock < b->lock ? -1 : 1;
    if (a->site.function != b->site.function) return a->site.function < b->site.function ? -1 : 1;
    return a->site.node < b->site.node ? -1 : a->site.node > b->site.node;
}

// Scopes that have become one have their guards together.
static void sort_guards(ScopeMap *map) {
    for (uint32_t i = 0; i < map->guards.count; i++)
        map->guards.items[i].tied = scope_find_coupled(map, map->guards.items[i].tied);
    if (map->guards.count > 1) qsort(map->guards.items, map->guards.count, sizeof(ScopeGuard), compare_guards);
}

static void note_slice(Coupling *coupling) {
    FunctionList functions = relevance_functions(coupling->slicer);
    for (uint32_t i = 0; i < functions.count; i++) {
        FunctionId id = functions.items[i];
        note_locks(coupling, id);
        NodeList nodes = relevance_nodes(coupling->slicer, id);
        for (uint32_t k = 0; k < nodes.count; k++) note_node(coupling, (CallSite){id, nodes.items[k]});
    }
}

// Memory that nobody writes while a task that accesses it runs needs no order.
static void keep_written(ScopeMap *map) {
    uint32_t kept = 0;
    Arena *scratch = arena_create();
    ScopeWrites *writes = scope_writes_create(map, scratch);
    for (uint32_t i = 0; i < map->memories.count; i++)
        if (scope_is_written_late(map, &map->memories.items[i], writes))
            map->memories.items[kept++] = map->memories.items[i];
    map->memories.count = kept;
    arena_destroy(scratch);
}

static void note_contested(ScopeMap *map) {
    for (uint32_t i = 0; i < map->memories.count; i++) {
        const ScopeMemory *memory = &map->memories.items[i];
        for (uint32_t k = 0; k < memory->accesses.count; k++)
            *pair_map_slot(&map->contested_map, map->arena, memory->accesses.items[k].function,
                           memory->accesses.items[k].node, NULL) = 1;
    }
}

bool scope_is_contested(const Scope *scope, FunctionId function, NodeId node) {
    return pair_map_get(&scope->map->contested_map, function, node, 0) != 0;
}

uint32_t scope_first_guard(const ScopeMap *map, ScopeObjectId tied) {
    uint32_t low = 0, high = map->guards.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (map->guards.items[middle].tied < tied)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void scope_observe(ScopeMap *map, SliceObserver observer) {
    map->observer = observer;
}

bool scope_is_settled(const ScopeMap *map) {
    return map->is_settled;
}

static void look_at_scope(Coupling *coupling) {
    const SliceObserver *observer = &coupling->map->observer;
    const Relevance *slice = relevance_compute_scope(coupling->slicer, coupling->scope);
    if (observer->see) observer->see(observer->context, slice);
    note_slice(coupling);
}

void scope_couple(ScopeMap *map, Relevance *slicer) {
    map->is_coupled = true;
    map->coupled = arena_new_array(map->arena, ScopeObjectId, map->objects.count + 1);
    for (ScopeObjectId id = 1; id < map->objects.count; id++) map->coupled[id] = scope_find(map, id);
    Coupling coupling = {.map = map, .slicer = slicer};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        Arena *scratch = arena_create();
        ScopeList list = scope_list(map, SCOPE_BY_ORDER, slicer, scratch);
        uint32_t memories = map->memories.count;
        map->memories.count = 0;
        coupling.memory_map = (PairMap){0};
        coupling.is_changed = false;
        if (map->observer.begin_round) map->observer.begin_round(map->observer.context);
        for (uint32_t i = 0; i < list.count; i++) {
            coupling.scope = &list.items[i];
            look_at_scope(&coupling);
        }
        keep_written(map);
        sort_guards(map);
        arena_destroy(scratch);
        map->is_settled = !coupling.is_changed;
        if (!coupling.is_changed && map->memories.count == memories) break;
    }
    note_contested(map);
}
