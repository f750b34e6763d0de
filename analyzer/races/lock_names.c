// SPDX-License-Identifier: MIT
// Locks held at an access, by names that two accesses can be compared by. A lock that is one object is named by it.
// Any other one is named by what it is to the address: with the address p+8 the lock p+16 is "16 behind what lies 8
// before", with table[i] the lock locks[i] is "locks, at the index". Two accesses of one address that hold a lock of
// one name hold one lock, as long as what the names load from memory stays. Of locks[h & n] and table[h & m] the hash
// is the same for one bucket when there are no more locks than buckets; that is taken for granted.
#include "races/search.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_LOCK_NAMES = 64 };

typedef struct NameList {
    LockName items[MOST_LOCK_NAMES];
    uint32_t count;
} NameList;

HeldLocks held_locks(RaceSearch *search, TaskClassId task, CallSite site) {
    uint64_t owner = (uint64_t)task << 32 | site.function;
    uint32_t *known = pair_map_slot(&search->held_at, search->arena, owner, site.node, NULL);
    if (*known) return search->held.items[*known - 1];
    HeldLocks held = locksets_with_callers(search->locksets, task, site.function, site.node);
    array_push(&search->held, search->arena, held);
    *known = search->held.count;
    return held;
}

static void add_name(NameList *list, LockName name) {
    for (uint32_t i = 0; i < list->count; i++) {
        LockName *known = &list->items[i];
        if (known->is_relative != name.is_relative || known->first != name.first || known->second != name.second)
            continue;
        if (name.mode == LOCK_EXCLUSIVE) known->mode = LOCK_EXCLUSIVE;
        return;
    }
    if (list->count < MOST_LOCK_NAMES) list->items[list->count++] = name;
}

static void name_by_object(RaceSearch *search, NameList *list, const HeldLock *held) {
    PointeeSet set = term_pointees(search->locksets->terms, held->lock);
    if (set.count != 1 || set.has_unknown || !points_to_is_single(search->points_to, set.items[0])) return;
    add_name(list, (LockName){false, set.items[0].site, (uint64_t)set.items[0].offset, held->mode});
}

// ---- in terms of the address

typedef struct Hole {
    const RaceSearch *search;
    TermId filler, hole;
    bool is_local; // something else is left that only means something in this function
} Hole;

static bool is_constant(const RaceSearch *search, const Term *term) {
    switch (term->kind) {
    case TERM_NUMBER:
    case TERM_SITE:
    case TERM_FUNCTION:
    case TERM_STRING:
    case TERM_OFFSET:
    case TERM_ELEMENT:
    case TERM_OPERATOR:
    case TERM_LOAD: return true;
    case TERM_VARIABLE: {
        VariableKind kind = program_variable(search->program, term->reference)->kind;
        return kind == VARIABLE_GLOBAL || kind == VARIABLE_STATIC;
    }
    default: return false;
    }
}

static TermId make_hole(void *context, TermId id, bool *is_final) {
    Hole *hole = context;
    if (id == hole->filler) {
        *is_final = true;
        return hole->hole;
    }
    if (!is_constant(hole->search, term_at(hole->search->locksets->terms, id))) hole->is_local = true;
    return id;
}

// Memory that is loaded is taken to stay; since when it was known does not matter.
static TermId forget_since(void *context, TermId id, bool *is_final) {
    TermTable *terms = context;
    Term term = *term_at(terms, id);
    if (term.kind != TERM_LOAD || !term.reference) return id;
    *is_final = true;
    TermId left = term_rewrite(terms, term.left, forget_since, terms);
    return left ? term_load(terms, left, 0) : 0;
}

static TermId with_hole(const RaceSearch *search, TermId term, TermId filler) {
    TermTable *terms = search->locksets->terms;
    Hole hole = {.search = search, .filler = filler, .hole = term_leaf(terms, TERM_ENTRY, 0)};
    TermId changed = term_rewrite(terms, term, make_hole, &hole);
    if (hole.is_local || !changed) return 0;
    return term_rewrite(terms, changed, forget_since, terms);
}

static void name_by_part(RaceSearch *search, NameList *list, const HeldLock *held, TermId address, TermId part) {
    TermTable *terms = search->locksets->terms;
    if (!term_contains(terms, held->lock, part)) return;
    TermId lock = with_hole(search, held->lock, part), shape = with_hole(search, address, part);
    if (lock && shape) add_name(list, (LockName){true, lock, shape, held->mode});
}

// Parts of an index: the whole, and what it is computed from.
static void name_by_index(RaceSearch *search, NameList *list, const HeldLock *held, TermId address, TermId part) {
    Term term = *term_at(search->locksets->terms, part);
    if (!part || term.kind == TERM_NUMBER) return;
    name_by_part(search, list, held, address, part);
    if (term.kind != TERM_OPERATOR) return;
    name_by_index(search, list, held, address, term.left);
    name_by_index(search, list, held, address, term.right);
}

static void name_by_address(RaceSearch *search, NameList *list, const HeldLock *held, TermId address) {
    const TermTable *terms = search->locksets->terms;
    if (!address || !held->lock || term_at(terms, address)->is_many || term_at(terms, held->lock)->is_many) return;
    for (TermId part = address; part; part = term_at(terms, part)->left) {
        Term term = *term_at(terms, part);
        if (term.kind == TERM_ELEMENT) name_by_index(search, list, held, address, term.right);
        if (term.kind == TERM_NUMBER || term.kind == TERM_VARIABLE || term.kind == TERM_SITE) return;
        if (term.kind != TERM_OFFSET && term.kind != TERM_ELEMENT) {
            name_by_part(search, list, held, address, part);
            return;
        }
        name_by_part(search, list, held, address, part);
    }
}

// ---- sets

static int compare_names(const void *left, const void *right) {
    const LockName *a = left, *b = right;
    if (a->is_relative != b->is_relative) return a->is_relative ? 1 : -1;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return a->second < b->second ? -1 : a->second > b->second;
}

static uint32_t number_of(RaceSearch *search, NameList *list) {
    qsort(list->items, list->count, sizeof *list->items, compare_names);
    Hash hash = {0};
    for (uint32_t i = 0; i < list->count; i++) {
        uint64_t words[] = {list->items[i].is_relative, list->items[i].first, list->items[i].second,
                            list->items[i].mode};
        hash = hash_bytes(hash, words, sizeof words);
    }
    bool is_new;
    uint32_t *number = pair_map_slot(&search->lock_sets, search->arena, hash.low, hash.high, &is_new);
    if (!is_new) return *number;
    *number = search->lock_names.count;
    LockName *items = arena_new_array(search->arena, LockName, list->count + 1);
    if (list->count) memcpy(items, list->items, list->count * sizeof *items);
    array_push(&search->lock_names, search->arena, (LockNames){items, list->count});
    return search->lock_names.count - 1;
}

uint32_t lock_names_of(RaceSearch *search, const MemoryAccess *access, TaskClassId task) {
    HeldLocks held = held_locks(search, task, place_of_access(access));
    NameList list = {.count = 0};
    TermId address = 0;
    if (held.must_count) address = locksets_address(search->locksets, access->function, access->node, access->address);
    for (uint32_t i = 0; i < held.must_count; i++) {
        if (held.must[i].is_uncertain) continue;
        name_by_object(search, &list, &held.must[i]);
        name_by_address(search, &list, &held.must[i], address);
    }
    return number_of(search, &list);
}

bool lock_names_exclude(const RaceSearch *search, uint32_t left, uint32_t right) {
    const LockNames *a = &search->lock_names.items[left], *b = &search->lock_names.items[right];
    for (uint32_t i = 0, k = 0; i < a->count && k < b->count;) {
        int order = compare_names(&a->items[i], &b->items[k]);
        bool is_shared = a->items[i].mode == LOCK_SHARED && b->items[k].mode == LOCK_SHARED;
        if (!order && !is_shared) return true;
        if (order <= 0) i++;
        if (order >= 0) k++;
    }
    return false;
}
