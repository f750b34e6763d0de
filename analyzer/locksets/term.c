// SPDX-License-Identifier: MIT
#include "locksets/term.h"

#include "base/hash.h"
#include "link/pair_map.h"

struct TermTable {
    const Program *program;
    const PointsTo *points_to;
    Arena *arena;
    ARRAY(Term) terms;
    TermId *buckets;
    uint32_t bucket_count;
    ARRAY(PointeeSet) sets;
    PairMap set_numbers; // content of a set to its index
};

TermTable *term_table_create(const Program *program, const PointsTo *points_to, Arena *arena) {
    TermTable *table = arena_new(arena, TermTable);
    *table = (TermTable){.program = program, .points_to = points_to, .arena = arena, .bucket_count = 1024};
    table->buckets = arena_new_array(arena, TermId, table->bucket_count);
    array_push(&table->terms, arena, (Term){0});
    array_push(&table->sets, arena, (PointeeSet){0});
    return table;
}

const Term *term_at(const TermTable *table, TermId id) {
    return &table->terms.items[id];
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static uint32_t hash_of(const Term *term) {
    uint64_t hash = mix(term->kind, (uint64_t)term->operator_ << 32 | term->reference);
    hash = mix(hash, (uint64_t)term->left << 32 | term->right);
    return (uint32_t)(mix(hash, (uint64_t)term->constant) >> 16);
}

static bool is_same(const Term *a, const Term *b) {
    return a->kind == b->kind && a->operator_ == b->operator_ && a->left == b->left && a->right == b->right &&
           a->reference == b->reference && a->constant == b->constant;
}

static void insert(TermTable *table, TermId id) {
    uint32_t at = hash_of(term_at(table, id)) & (table->bucket_count - 1);
    while (table->buckets[at]) at = (at + 1) & (table->bucket_count - 1);
    table->buckets[at] = id;
}

static void grow(TermTable *table) {
    table->bucket_count *= 2;
    table->buckets = arena_new_array(table->arena, TermId, table->bucket_count);
    for (TermId id = 1; id < table->terms.count; id++) insert(table, id);
}

static bool is_portable_variable(const TermTable *table, VariableId id) {
    VariableKind kind = program_variable(table->program, id)->kind;
    if (kind == VARIABLE_GLOBAL || kind == VARIABLE_STATIC) return true;
    SiteId site = points_to_site_of_variable(table->points_to, id);
    return site && points_to_is_single(table->points_to, (Pointee){site, 0});
}

static bool is_portable_leaf(const TermTable *table, const Term *term) {
    switch (term->kind) {
    case TERM_VARIABLE: return is_portable_variable(table, term->reference);
    case TERM_ENTRY: return program_variable(table->program, term->reference)->kind == VARIABLE_PARAMETER;
    case TERM_LOAD: return !term->reference;
    case TERM_RESULT:
    case TERM_MERGE:
    case TERM_OLD: return false;
    default: return true;
    }
}

static void derive(const TermTable *table, Term *term) {
    const Term *left = term_at(table, term->left), *right = term_at(table, term->right);
    term->depth = (uint8_t)(1 + (left->depth > right->depth ? left->depth : right->depth));
    term->is_portable =
        is_portable_leaf(table, term) && (!term->left || left->is_portable) && (!term->right || right->is_portable);
    term->is_many = term->kind == TERM_OLD || term->kind == TERM_OBJECTS || left->is_many || right->is_many;
    term->is_indexed = term->kind == TERM_ELEMENT || left->is_indexed || right->is_indexed;
    term->has_load = term->kind == TERM_LOAD || left->has_load || right->has_load;
}

static TermId intern(TermTable *table, Term term) {
    uint32_t mask = table->bucket_count - 1;
    for (uint32_t at = hash_of(&term) & mask; table->buckets[at]; at = (at + 1) & mask)
        if (is_same(term_at(table, table->buckets[at]), &term)) return table->buckets[at];
    derive(table, &term);
    if (term.depth > MAXIMUM_TERM_DEPTH) return 0;
    array_push(&table->terms, table->arena, term);
    TermId id = table->terms.count - 1;
    if (table->terms.count * 2 > table->bucket_count)
        grow(table);
    else
        insert(table, id);
    return id;
}

TermId term_number(TermTable *table, int64_t value) {
    return intern(table, (Term){.kind = TERM_NUMBER, .constant = value});
}

TermId term_leaf(TermTable *table, TermKind kind, uint32_t reference) {
    return intern(table, (Term){.kind = kind, .reference = reference});
}

TermId term_load(TermTable *table, TermId address, NodeId since) {
    return address ? intern(table, (Term){.kind = TERM_LOAD, .left = address, .reference = since}) : 0;
}

// Nested offsets become one from the same base; the last field's key counts.
TermId term_offset(TermTable *table, TermId base, int64_t bytes, uint32_t field_key) {
    if (!base) return 0;
    const Term *inner = term_at(table, base);
    if (inner->kind == TERM_OFFSET) {
        bytes += inner->constant;
        base = inner->left;
    }
    if (!bytes && !field_key) return base;
    return intern(table, (Term){.kind = TERM_OFFSET, .left = base, .constant = bytes, .reference = field_key});
}

TermId term_element(TermTable *table, TermId base, TermId index, int64_t stride) {
    if (!base || !index) return 0;
    const Term *at = term_at(table, index), *from = term_at(table, base);
    if (at->kind == TERM_NUMBER)
        return term_offset(table, base, at->constant * stride, from->kind == TERM_OFFSET ? from->reference : 0);
    return intern(table, (Term){.kind = TERM_ELEMENT, .left = base, .right = index, .constant = stride});
}

static bool fold(Operator operator_, int64_t a, int64_t b, int64_t *result) {
    uint64_t x = (uint64_t)a, y = (uint64_t)b;
    switch (operator_) {
    case OPERATOR_ADD: *result = (int64_t)(x + y); return true;
    case OPERATOR_SUBTRACT: *result = (int64_t)(x - y); return true;
    case OPERATOR_MULTIPLY: *result = (int64_t)(x * y); return true;
    case OPERATOR_AND: *result = a & b; return true;
    case OPERATOR_OR: *result = a | b; return true;
    case OPERATOR_XOR: *result = a ^ b; return true;
    case OPERATOR_EQUAL: *result = a == b; return true;
    case OPERATOR_LESS: *result = a < b; return true;
    default: return false;
    }
}

static TermId negated(TermTable *table, TermId term) {
    return term_operation(table, OPERATOR_EQUAL, term, term_number(table, 0));
}

TermId term_operation(TermTable *table, Operator operator_, TermId left, TermId right) {
    if (!left || !right) return 0;
    switch (operator_) {
    case OPERATOR_NOT_EQUAL: return negated(table, term_operation(table, OPERATOR_EQUAL, left, right));
    case OPERATOR_GREATER: return term_operation(table, OPERATOR_LESS, right, left);
    case OPERATOR_LESS_EQUAL: return negated(table, term_operation(table, OPERATOR_LESS, right, left));
    case OPERATOR_GREATER_EQUAL: return negated(table, term_operation(table, OPERATOR_LESS, left, right));
    default: break;
    }
    const Term *a = term_at(table, left), *b = term_at(table, right);
    int64_t value;
    if (a->kind == TERM_NUMBER && b->kind == TERM_NUMBER && fold(operator_, a->constant, b->constant, &value))
        return term_number(table, value);
    if (operator_ == OPERATOR_EQUAL) {
        if (left == right && !a->is_many) return term_number(table, 1);
        if (a->kind == TERM_NUMBER || (b->kind != TERM_NUMBER && left > right))
            return intern(table, (Term){.kind = TERM_OPERATOR, .operator_ = operator_, .left = right, .right = left});
    }
    return intern(table, (Term){.kind = TERM_OPERATOR, .operator_ = operator_, .left = left, .right = right});
}

TermId term_result(TermTable *table, NodeId node, uint32_t which) {
    return intern(table, (Term){.kind = TERM_RESULT, .reference = node, .constant = which});
}

TermId term_merge(TermTable *table, NodeId node, uint32_t key) {
    return intern(table, (Term){.kind = TERM_MERGE, .reference = node, .constant = key});
}

TermId term_old(TermTable *table, TermId term) {
    if (!term || term_at(table, term)->is_many) return term;
    return intern(table, (Term){.kind = TERM_OLD, .left = term});
}

static uint32_t set_number(TermTable *table, const PointeeSet *set) {
    Hash key = {set->count, set->has_unknown};
    for (uint32_t i = 0; i < set->count; i++) {
        int64_t item[2] = {set->items[i].site, set->items[i].offset};
        key = hash_bytes(key, item, sizeof item);
    }
    bool is_new;
    uint32_t *slot = pair_map_slot(&table->set_numbers, table->arena, key.low, key.high, &is_new);
    if (!is_new) return *slot;
    *slot = table->sets.count;
    array_push(&table->sets, table->arena, *set);
    return table->sets.count - 1;
}

static TermId exact_object(TermTable *table, Pointee pointee) {
    const Site *site = points_to_site(table->points_to, pointee.site);
    TermId base = site->kind == SITE_VARIABLE ? term_leaf(table, TERM_VARIABLE, site->variable)
                                              : term_leaf(table, TERM_SITE, pointee.site);
    return term_offset(table, base, pointee.offset, 0);
}

TermId term_objects(TermTable *table, const PointeeSet *set) {
    if (!set->count) return 0;
    if (set->count == 1 && !set->has_unknown && points_to_is_single(table->points_to, set->items[0]))
        return exact_object(table, set->items[0]);
    return term_leaf(table, TERM_OBJECTS, set_number(table, set));
}

PointeeSet term_object_set(const TermTable *table, TermId objects) {
    return table->sets.items[term_at(table, objects)->reference];
}

TermId term_as_place(TermTable *table, TermId address) {
    Term term = *term_at(table, address);
    if (term.kind == TERM_OFFSET) return term_offset(table, term.left, term.constant, 0);
    if (term.kind == TERM_ELEMENT)
        return term_element(table, term_as_place(table, term.left), term.right, term.constant);
    return address;
}

static TermId rebuild(TermTable *table, const Term *term, TermId left, TermId right) {
    switch (term->kind) {
    case TERM_LOAD: return term_load(table, left, term->reference);
    case TERM_OFFSET: return term_offset(table, left, term->constant, term->reference);
    case TERM_ELEMENT: return term_element(table, left, right, term->constant);
    case TERM_OPERATOR: return term_operation(table, term->operator_, left, right);
    case TERM_OLD: return term_old(table, left);
    default: return 0;
    }
}

TermId term_rewrite(TermTable *table, TermId id, TermChange change, void *context) {
    if (!id) return 0;
    bool is_final = false;
    TermId changed = change(context, id, &is_final);
    if (changed != id || is_final) return changed;
    Term term = *term_at(table, id);
    if (!term.left) return id;
    TermId left = term_rewrite(table, term.left, change, context);
    TermId right = term.right ? term_rewrite(table, term.right, change, context) : 0;
    if (left == term.left && right == term.right) return id;
    return left && (right || !term.right) ? rebuild(table, &term, left, right) : 0;
}

typedef struct Replacement {
    TermId from, to;
} Replacement;

static TermId replace_one(void *context, TermId term, bool *is_final) {
    const Replacement *replacement = context;
    (void)is_final;
    return term == replacement->from ? replacement->to : term;
}

TermId term_replace(TermTable *table, TermId term, TermId from, TermId to) {
    Replacement replacement = {from, to};
    return term_rewrite(table, term, replace_one, &replacement);
}

bool term_contains(const TermTable *table, TermId id, TermId part) {
    if (!id || id == part) return id == part;
    if (id < part) return false; // parts are older than what is made of them
    const Term *term = term_at(table, id);
    return term_contains(table, term->left, part) || term_contains(table, term->right, part);
}

bool term_depends_on_node(const TermTable *table, TermId id, NodeId node) {
    if (!id) return false;
    const Term *term = term_at(table, id);
    bool is_made_there = term->kind == TERM_RESULT || term->kind == TERM_LOAD;
    if (is_made_there && term->reference == node) return true;
    return term_depends_on_node(table, term->left, node) || term_depends_on_node(table, term->right, node);
}

static PointeeSet one_pointee(TermTable *table, SiteId site, int64_t offset) {
    if (!site) return (PointeeSet){.has_unknown = true};
    Pointee *item = arena_new(table->arena, Pointee);
    *item = (Pointee){site, offset};
    return (PointeeSet){.items = item, .count = 1};
}

static PointeeSet moved(TermTable *table, PointeeSet set, int64_t bytes) {
    Pointee *items = arena_new_array(table->arena, Pointee, set.count + 1);
    for (uint32_t i = 0; i < set.count; i++) {
        int64_t offset = set.items[i].offset;
        items[i] = (Pointee){set.items[i].site, offset < 0 ? offset : offset + bytes};
    }
    set.items = items;
    return set;
}

static PointeeSet loaded(TermTable *table, PointeeSet from) {
    if (from.count != 1 || from.has_unknown) return (PointeeSet){.has_unknown = true};
    return points_to_of_memory(table->points_to, from.items[0]);
}

PointeeSet term_pointees(TermTable *table, TermId id) {
    Term term = *term_at(table, id);
    switch (term.kind) {
    case TERM_VARIABLE: return one_pointee(table, points_to_site_of_variable(table->points_to, term.reference), 0);
    case TERM_SITE: return one_pointee(table, term.reference, 0);
    case TERM_OBJECTS: return term_object_set(table, id);
    case TERM_OFFSET: return moved(table, term_pointees(table, term.left), term.constant);
    case TERM_LOAD: return loaded(table, term_pointees(table, term.left));
    case TERM_OLD:
    case TERM_ELEMENT: return term_pointees(table, term.left);
    default: return (PointeeSet){.has_unknown = true};
    }
}
