// SPDX-License-Identifier: MIT
// Single nodes: operands of events, and memory that expressions and assignments touch.
#include "explorer/uses_state.h"

#include "link/shared_memory.h"

#include <string.h>

void uses_unite(Uses *into, const Uses *from) {
    for (uint32_t i = 0; i < USES_OBJECT_WORDS; i++) into->objects[i] |= from->objects[i];
    for (uint32_t i = 0; i < USES_MEMORY_WORDS; i++) {
        into->reads[i] |= from->reads[i];
        into->writes[i] |= from->writes[i];
    }
}

bool uses_conflict(const Uses *a, const Uses *b) {
    for (uint32_t i = 0; i < USES_OBJECT_WORDS; i++)
        if (a->objects[i] & b->objects[i]) return true;
    for (uint32_t i = 0; i < USES_MEMORY_WORDS; i++)
        if ((a->writes[i] & (b->reads[i] | b->writes[i])) || (a->reads[i] & b->writes[i])) return true;
    return false;
}

void uses_take_all(Uses *uses) {
    memset(uses, 0xff, sizeof *uses);
}

// Bits are given out as sites are met; bit 0 is no site's.
static void take_bit(UsesTable *table, PairMap *bits, uint64_t *words, uint32_t word_count, SiteId site) {
    bool is_new;
    uint32_t last = word_count * 64 - 1;
    uint32_t *known = pair_map_slot(bits, table->kept, site, 0, &is_new);
    if (is_new) *known = bits->count < last ? bits->count : last;
    words[*known / 64] |= UINT64_C(1) << (*known % 64);
}

static void take_objects(UsesTable *table, Uses *uses, PointeeSet set) {
    if (set.has_unknown) uses_take_all(uses);
    for (uint32_t i = 0; i < set.count; i++)
        take_bit(table, &table->object_bits, uses->objects, USES_OBJECT_WORDS, set.items[i].site);
}

typedef enum Access { ACCESS_READ = 1, ACCESS_WRITE = 2, ACCESS_BOTH = 3 } Access;

static void take_memory(UsesTable *table, Uses *uses, PointeeSet set, Access access) {
    for (uint32_t i = 0; i < set.count; i++) {
        SiteId site = set.items[i].site;
        if (!table->is_shared[site]) continue;
        if (access & ACCESS_READ) take_bit(table, &table->memory_bits, uses->reads, USES_MEMORY_WORDS, site);
        if (access & ACCESS_WRITE) take_bit(table, &table->memory_bits, uses->writes, USES_MEMORY_WORDS, site);
    }
}

bool uses_is_executed(const UsesTable *table, FunctionId function, NodeId node) {
    return !table->relevance || relevance_of_node(table->relevance, function, node);
}

bool uses_is_scope(const UsesTable *table) {
    return table->relevance && relevance_scope(table->relevance);
}

static bool is_own(const UsesTable *table, ExprId address) {
    const Expr *expr = program_expr(table->program, address);
    if (expr->kind != EXPR_VARIABLE_ADDRESS) return false;
    const Variable *variable = program_variable(table->program, expr->reference);
    bool is_local = variable->kind == VARIABLE_TEMPORARY || variable->kind == VARIABLE_LOCAL ||
                    variable->kind == VARIABLE_PARAMETER || variable->kind == VARIABLE_THREAD;
    return is_local && !variable->is_address_taken;
}

// Others may take part in an atomic access through a pointer that is not followed; plain ones are taken not to.
static void touch(UsesTable *table, Uses *uses, FunctionId function, ExprId address, bool is_atomic, Access access) {
    if (!address || is_own(table, address)) return;
    PointeeSet set = points_to_of_expr(table->points_to, function, address);
    if (set.has_unknown && is_atomic) uses_take_all(uses);
    take_memory(table, uses, set, access);
}

static void read_expr(UsesTable *table, Uses *uses, FunctionId function, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(table->program, id);
    bool is_atomic = expr->type.is_atomic || expr->type.is_volatile;
    if (expr->kind == EXPR_LOAD) touch(table, uses, function, expr->left, is_atomic, ACCESS_READ);
    read_expr(table, uses, function, expr->left);
    read_expr(table, uses, function, expr->right);
}

static void use_variadic_cases(UsesTable *table, Uses *uses, FunctionId function, const Node *node, const Api *api) {
    for (uint32_t i = api_operand(api, OPERAND_CASES).index; i < node->argument_count; i++)
        take_objects(table, uses, points_to_of_expr(table->points_to, function, node->arguments[i]));
}

static void use_objects(UsesTable *table, Uses *uses, FunctionId function, NodeId id, const Api *api) {
    const Node *node = &program_function(table->program, function)->nodes[id];
    switch (api->event) {
    case EVENT_HARMLESS:
    case EVENT_ALLOCATE:
    case EVENT_FREE_MEMORY:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY:
    case EVENT_ATOMIC_LOAD:
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE:
    case EVENT_MAKE:
    case EVENT_SPAWN: return;
    case EVENT_CANCEL:
    case EVENT_PROCESS_EXIT: uses_take_all(uses); return;
    case EVENT_JOIN:
        if (api->blocking != BLOCKING_FOREVER) uses_take_all(uses); // sees whether the task has ended yet
        break;
    case EVENT_SELECT:
        if (api->select_source == SELECT_VARIADIC_CHANNELS)
            use_variadic_cases(table, uses, function, node, api);
        else
            uses_take_all(uses);
        return;
    default: break;
    }
    static const OperandRole roles[] = {OPERAND_OBJECT, OPERAND_MUTEX};
    for (uint32_t i = 0; i < 2; i++)
        if (api_operand(api, roles[i]).source != SOURCE_NONE)
            take_objects(table, uses, points_to_of_operand(table->points_to, function, id, roles[i]));
}

// The memory that the cases of a select with one channel a case move elements from or to.
static void use_event_memory(UsesTable *table, Uses *uses, FunctionId function, const Node *node, const Api *api) {
    ExprId object = event_operand(table->program, node, OPERAND_OBJECT);
    ExprId element = event_operand(table->program, node, OPERAND_ELEMENT);
    switch (api->event) {
    case EVENT_ATOMIC_LOAD: touch(table, uses, function, object, true, ACCESS_READ); return;
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE:
        touch(table, uses, function, object, true, ACCESS_BOTH);
        touch(table, uses, function, event_operand(table->program, node, OPERAND_EXPECTED), false, ACCESS_BOTH);
        return;
    case EVENT_SEND:
        if (api->element == ELEMENT_COPIED) touch(table, uses, function, element, false, ACCESS_READ);
        return;
    case EVENT_COPY_MEMORY:
        touch(table, uses, function, object, false, ACCESS_WRITE);
        touch(table, uses, function, element, false, ACCESS_READ);
        return;
    case EVENT_MAKE:
    case EVENT_SPAWN:
    case EVENT_ALLOCATE:
        if (api_operand(api, OPERAND_OBJECT).source == SOURCE_POINTEE)
            touch(table, uses, function, object, false, ACCESS_WRITE);
        return;
    case EVENT_FREE_MEMORY:
    case EVENT_FILL_MEMORY: touch(table, uses, function, object, false, ACCESS_WRITE); return;
    default: touch(table, uses, function, element, false, ACCESS_BOTH); return;
    }
}

static bool leads_outside(const UsesTable *table, FunctionId function, NodeId id) {
    FunctionSet callees = points_to_callees(table->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++)
        if (!program_function(table->program, callees.items[i])->is_defined) return true;
    return callees.has_unknown || !callees.count;
}

static void use_call(UsesTable *table, Uses *uses, FunctionId function, NodeId id) {
    const Node *node = &program_function(table->program, function)->nodes[id];
    bool is_outside = leads_outside(table, function, id);
    for (uint32_t i = 0; i < node->argument_count && is_outside; i++)
        touch(table, uses, function, node->arguments[i], false, ACCESS_WRITE);
}

void uses_add_node_itself(UsesTable *table, Uses *uses, FunctionId function, NodeId id) {
    const Node *node = &program_function(table->program, function)->nodes[id];
    if (!uses_is_executed(table, function, id)) return;
    read_expr(table, uses, function, node->value);
    read_expr(table, uses, function, node->target);
    read_expr(table, uses, function, node->callee);
    for (uint32_t i = 0; i < node->argument_count; i++) read_expr(table, uses, function, node->arguments[i]);
    bool is_atomic = node->type.is_atomic || node->type.is_volatile;
    switch (node->kind) {
    case NODE_EVENT: {
        const Api *api = program_api(table->program, node->api);
        use_objects(table, uses, function, id, api);
        use_event_memory(table, uses, function, node, api);
        break;
    }
    case NODE_CALL: use_call(table, uses, function, id); break;
    case NODE_COPY: touch(table, uses, function, node->value, false, ACCESS_READ); // fall through
    case NODE_ASSIGN:
    case NODE_ZERO: touch(table, uses, function, node->target, is_atomic, ACCESS_WRITE); break;
    default: break;
    }
}

FunctionSet uses_callees(UsesTable *table, FunctionId function, NodeId id) {
    const Node *node = &program_function(table->program, function)->nodes[id];
    if (!uses_is_executed(table, function, id)) return (FunctionSet){0};
    bool calls = node->kind == NODE_CALL;
    if (node->kind == NODE_EVENT) {
        EventKind event = program_api(table->program, node->api)->event;
        calls = event == EVENT_SPAWN || event == EVENT_ONCE;
    }
    return calls ? points_to_callees(table->points_to, function, id) : (FunctionSet){0};
}

UsesTable *uses_create(ExploreShared *shared, const Relevance *relevance, Arena *arena) {
    UsesTable *table = arena_new(arena, UsesTable);
    if (!shared->is_shared_site)
        shared->is_shared_site = shared_memory_find(shared->program, shared->points_to, shared->arena);
    *table = (UsesTable){.program = shared->program,
                         .points_to = shared->points_to,
                         .relevance = relevance,
                         .reads_atomic = shared->reads_atomic,
                         .is_shared = shared->is_shared_site,
                         .arena = arena_create(),
                         .kept = arena_create()};
    return table;
}

void uses_destroy(UsesTable *table) {
    arena_destroy(table->arena);
    arena_destroy(table->kept);
}
