// SPDX-License-Identifier: MIT
#include "locksets/field_keys.h"

#include "base/hash.h"
#include "base/status.h"
#include "link/pair_map.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_TRACKED = 256 };

struct FieldKeys {
    const Program *program;
    Arena *arena;
    PairMap numbers; // hash of name and offset, or variable, to key
    uint32_t count;
    uint64_t **written; // per function, one bit a key; shared between functions with equal sets, NULL when empty
    uint32_t words;
};

static uint64_t key_of_text(const char *name, int64_t offset, uint64_t *second) {
    Hash hash = hash_text((Hash){(uint64_t)offset, 1}, name ? name : "");
    *second = hash.high | 1;
    return hash.low;
}

uint32_t field_key_of_field(const FieldKeys *keys, const char *name, int64_t offset) {
    uint64_t second, first = key_of_text(name, offset, &second);
    return pair_map_get(&keys->numbers, first, second, 0);
}

uint32_t field_key_of_variable(const FieldKeys *keys, VariableId variable) {
    return pair_map_get(&keys->numbers, variable, 0, 0);
}

static uint32_t make_key(FieldKeys *keys, uint64_t first, uint64_t second) {
    bool is_new;
    uint32_t *slot = pair_map_slot(&keys->numbers, keys->arena, first, second, &is_new);
    if (is_new) *slot = ++keys->count;
    return *slot;
}

// The key of what is written at this address; 0 for private locals and what nobody could name.
static uint32_t key_of_target(FieldKeys *keys, ExprId id) {
    const Expr *expr = program_expr(keys->program, id);
    while (expr->kind == EXPR_ELEMENT || expr->kind == EXPR_CONVERT) expr = program_expr(keys->program, expr->left);
    if (expr->kind == EXPR_FIELD) {
        uint64_t second, first = key_of_text(expr->name, expr->constant, &second);
        return make_key(keys, first, second);
    }
    if (expr->kind != EXPR_VARIABLE_ADDRESS) return 0;
    const Variable *variable = program_variable(keys->program, expr->reference);
    return variable->function && variable->kind != VARIABLE_STATIC ? 0 : make_key(keys, expr->reference, 0);
}

static bool is_write(const Node *node) {
    return node->kind == NODE_ASSIGN || node->kind == NODE_COPY || node->kind == NODE_ZERO;
}

static void number_writes(FieldKeys *keys) {
    for (FunctionId id = 1; id < keys->program->functions.count; id++) {
        const Function *function = program_function(keys->program, id);
        for (NodeId node = 1; node < function->node_count; node++)
            if (is_write(&function->nodes[node])) key_of_target(keys, function->nodes[node].target);
    }
    keys->words = keys->count / 64 + 1;
}

static void add_own_writes(FieldKeys *keys, const Function *function, uint64_t *bits) {
    for (NodeId node = 1; node < function->node_count; node++) {
        if (!is_write(&function->nodes[node])) continue;
        uint32_t key = key_of_target(keys, function->nodes[node].target);
        if (key) bits[key / 64] |= (uint64_t)1 << key % 64;
    }
}

static bool add_bits(uint64_t *bits, const uint64_t *more, uint32_t words) {
    bool is_changed = false;
    for (uint32_t i = 0; more && i < words; i++) {
        is_changed |= (more[i] & ~bits[i]) != 0;
        bits[i] |= more[i];
    }
    return is_changed;
}

static bool is_empty(const uint64_t *bits, uint32_t words) {
    for (uint32_t i = 0; i < words; i++)
        if (bits[i]) return false;
    return true;
}

// The set of a callee that has it all already, so that long chains of calls share one set.
static uint64_t *equal_callee_set(const FieldKeys *keys, FunctionList callees, const uint64_t *bits) {
    for (uint32_t i = 0; i < callees.count; i++) {
        uint64_t *theirs = keys->written[callees.items[i]];
        if (theirs && !memcmp(theirs, bits, keys->words * sizeof *bits)) return theirs;
    }
    return NULL;
}

static bool collect_function(FieldKeys *keys, const CallGraph *calls, FunctionId id, uint64_t *bits) {
    memset(bits, 0, keys->words * sizeof *bits);
    add_own_writes(keys, program_function(keys->program, id), bits);
    FunctionList callees = call_graph_callees(calls, id);
    for (uint32_t i = 0; i < callees.count; i++) add_bits(bits, keys->written[callees.items[i]], keys->words);
    if (is_empty(bits, keys->words)) return false;
    uint64_t *known = keys->written[id];
    if (known && !memcmp(known, bits, keys->words * sizeof *bits)) return false;
    keys->written[id] = equal_callee_set(keys, callees, bits);
    if (!keys->written[id]) {
        keys->written[id] = arena_new_array(keys->arena, uint64_t, keys->words);
        memcpy(keys->written[id], bits, keys->words * sizeof *bits);
    }
    return true;
}

FieldKeys *field_keys_collect(const Program *program, const CallGraph *calls, Arena *arena) {
    FieldKeys *keys = arena_new(arena, FieldKeys);
    *keys = (FieldKeys){.program = program, .arena = arena};
    number_writes(keys);
    keys->written = arena_new_array(arena, uint64_t *, program->functions.count + 1);
    uint64_t *bits = arena_new_array(arena, uint64_t, keys->words);
    FunctionList order = call_graph_bottom_up(calls);
    bool is_changed = true;
    // Recursion needs further rounds; three reach all but contrived call graphs, and a key too few only keeps a value.
    for (uint32_t round = 0; is_changed && round < 3; round++) {
        is_changed = false;
        for (uint32_t i = 0; i < order.count; i++) {
            if (round && !call_graph_is_recursive(calls, order.items[i])) continue;
            is_changed |= collect_function(keys, calls, order.items[i], bits);
        }
    }
    return keys;
}

bool field_keys_may_write(const FieldKeys *keys, FunctionId function, uint32_t key) {
    const uint64_t *bits = keys->written[function];
    return key && bits && (bits[key / 64] >> key % 64 & 1);
}

static void add_read_keys(const FieldKeys *keys, ExprId id, Arena *arena, KeyList *found) {
    if (!id) return;
    const Expr *expr = program_expr(keys->program, id);
    uint32_t key = 0;
    if (expr->kind == EXPR_FIELD) key = field_key_of_field(keys, expr->name, expr->constant);
    if (expr->kind == EXPR_VARIABLE_ADDRESS) key = field_key_of_variable(keys, expr->reference);
    if (key) array_push(&found->list, arena, key);
    add_read_keys(keys, expr->left, arena, found);
    add_read_keys(keys, expr->right, arena, found);
}

static int compare_keys(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

TrackedKeys field_keys_tracked(const FieldKeys *keys, FunctionId id, KeyList found, Arena *arena) {
    const Function *function = program_function(keys->program, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        const Node *at = &function->nodes[node];
        add_read_keys(keys, at->value, arena, &found);
        add_read_keys(keys, at->target, arena, &found);
        for (uint32_t i = 0; i < at->argument_count; i++) add_read_keys(keys, at->arguments[i], arena, &found);
    }
    if (found.list.count > 1) qsort(found.list.items, found.list.count, sizeof(uint32_t), compare_keys);
    TrackedKeys tracked = {found.list.items, 0};
    for (uint32_t i = 0; i < found.list.count && tracked.count < MOST_TRACKED; i++)
        if (!tracked.count || tracked.items[tracked.count - 1] != found.list.items[i])
            tracked.items[tracked.count++] = found.list.items[i];
    return tracked;
}

uint32_t tracked_key_index(const TrackedKeys *tracked, uint32_t key) {
    uint32_t low = 0, high = tracked->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (tracked->items[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < tracked->count && tracked->items[low] == key ? low : tracked->count;
}
