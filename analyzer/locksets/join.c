// SPDX-License-Identifier: MIT
// Where ways join and where loops come round: values that differ become merges, facts are weakened to what both say,
// and terms of an earlier round are told apart from those of this one.
#include "locksets/state.h"

static LockState *spare_of(StatePool *pool) {
    if (!pool->spare) pool->spare = lock_state_create(pool);
    return pool->spare;
}

// The state that is used for rewriting, emptied.
static LockState *emptied_spare(StatePool *pool) {
    LockState *spare = spare_of(pool);
    spare->bindings.count = spare->facts.count = spare->locks.count = spare->free.count = 0;
    return spare;
}

static bool excludes(const Fact *fact, int64_t value) {
    return value < fact->low || value > fact->high || (fact->has_except && fact->except == value);
}

// What both ways say about what comes together here is kept for when the facts are joined.
static void note_merge(StatePool *pool, const LockState *into, const LockState *from, TermId merge, TermId left,
                       TermId right) {
    Fact a = lock_state_fact(pool, into, left), b = lock_state_fact(pool, from, right);
    Fact both = {.term = merge, .low = a.low < b.low ? a.low : b.low, .high = a.high > b.high ? a.high : b.high};
    both.has_except = excludes(&a, 0) && excludes(&b, 0);
    bool says_nothing = both.low == INT64_MIN && both.high == INT64_MAX && !both.has_except;
    if (merge && !says_nothing) array_push(&spare_of(pool)->facts, pool->arena, both);
}

static bool join_value(StatePool *pool, LockState *into, const LockState *from, NodeId node, uint32_t key) {
    TermId left = lock_state_value(pool, into, key), right = lock_state_value(pool, from, key);
    if (left == right) return false;
    TermId merge = term_merge(pool->terms, node, key);
    note_merge(pool, into, from, merge, left, right);
    if (merge == left) return false;
    lock_state_bind(pool, into, key, merge);
    return true;
}

static bool join_bindings(StatePool *pool, LockState *into, const LockState *from, NodeId node) {
    bool is_changed = false;
    for (uint32_t i = 0; i < into->bindings.count; i++)
        is_changed |= join_value(pool, into, from, node, into->bindings.items[i].key);
    for (uint32_t i = 0; i < from->bindings.count; i++)
        if (!lock_state_has_binding(into, from->bindings.items[i].key))
            is_changed |= join_value(pool, into, from, node, from->bindings.items[i].key);
    return is_changed;
}

static bool join_clobbers(const StatePool *pool, LockState *into, const LockState *from, NodeId node) {
    bool is_changed = false;
    for (uint32_t i = 0; i < pool->keys->count; i++) {
        if (into->clobbers[i] == from->clobbers[i] || into->clobbers[i] == node) continue;
        into->clobbers[i] = node;
        is_changed = true;
    }
    return is_changed;
}

// What both facts say. Bounds that move are given up, so that loops come to an end.
static bool weaken(Fact *fact, const Fact *other) {
    Fact result = *fact;
    if (other->low < result.low) result.low = INT64_MIN;
    if (other->high > result.high) result.high = INT64_MAX;
    if (result.has_except && !excludes(other, result.except)) result.has_except = false;
    if (!result.has_except && excludes(fact, 0) && excludes(other, 0) && !excludes(&result, 0)) {
        result.has_except = true;
        result.except = 0;
    }
    bool is_changed = result.low != fact->low || result.high != fact->high || result.has_except != fact->has_except;
    *fact = result;
    return is_changed;
}

static bool is_merge_at(const StatePool *pool, TermId term, NodeId node) {
    return term_at(pool->terms, term)->kind == TERM_MERGE && term_at(pool->terms, term)->reference == node;
}

static const Fact *noted_fact(const StatePool *pool, TermId term) {
    for (uint32_t i = 0; pool->spare && i < pool->spare->facts.count; i++)
        if (pool->spare->facts.items[i].term == term) return &pool->spare->facts.items[i];
    return NULL;
}

static bool join_facts(StatePool *pool, LockState *into, const LockState *from, NodeId node) {
    bool is_changed = false;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < into->facts.count; i++) {
        Fact fact = into->facts.items[i], other = lock_state_fact(pool, from, fact.term);
        const Fact *noted = is_merge_at(pool, fact.term, node) ? noted_fact(pool, fact.term) : NULL;
        if (noted) other = *noted;
        is_changed |= weaken(&fact, &other);
        bool is_empty = fact.low == INT64_MIN && fact.high == INT64_MAX && !fact.has_except;
        if (!is_empty) into->facts.items[kept++] = fact;
    }
    into->facts.count = kept;
    return is_changed;
}

// Merges that are new here start with what both ways say.
static void add_noted(StatePool *pool, LockState *into, const LockState *before) {
    for (uint32_t i = 0; i < pool->spare->facts.count; i++) {
        Fact fact = pool->spare->facts.items[i];
        bool is_known = false;
        for (uint32_t k = 0; k < before->bindings.count && !is_known; k++)
            is_known = before->bindings.items[k].value == fact.term;
        if (!is_known) lock_state_assume_range(pool, into, fact);
    }
}

static bool join_free(LockState *into, const LockState *from) {
    uint32_t kept = 0, count = into->free.count;
    for (uint32_t i = 0; i < count; i++) {
        const FreeLock *other = lock_state_free_lock(from, into->free.items[i].lock);
        if (!other) continue;
        into->free.items[kept] = into->free.items[i];
        into->free.items[kept++].is_uncertain |= other->is_uncertain;
    }
    into->free.count = kept;
    return kept != count;
}

static void join_certainty(LockState *into, const LockState *from) {
    for (uint32_t i = 0; i < into->locks.count; i++) {
        const LockEntry *other = lock_state_lock(from, into->locks.items[i].lock);
        into->locks.items[i].is_uncertain |= other && other->is_uncertain;
    }
}

bool lock_state_join(StatePool *pool, LockState *into, const LockState *from, NodeId node) {
    LockState *before = lock_state_copy(pool, into);
    emptied_spare(pool);
    join_certainty(into, from);
    bool is_changed = join_bindings(pool, into, from, node); // reads clobbers: before they are joined
    is_changed |= join_clobbers(pool, into, from, node);
    is_changed |= join_free(into, from);
    is_changed |= join_facts(pool, into, from, node);
    add_noted(pool, into, before);
    lock_state_release(pool, before);
    return is_changed;
}

// An address in a key that is no address any more takes its binding along.
static void rewrite_bindings(StatePool *pool, LockState *state, TermChange change, void *context) {
    uint32_t kept = 0;
    bool is_unsorted = false;
    for (uint32_t i = 0; i < state->bindings.count; i++) {
        Binding binding = state->bindings.items[i];
        if (binding.key & 1) {
            TermId address = term_rewrite(pool->terms, binding.key / 2, change, context);
            if (!address || term_at(pool->terms, address)->is_many) continue;
            is_unsorted |= address != binding.key / 2;
            binding.key = key_of_cell(address);
        }
        binding.value = term_rewrite(pool->terms, binding.value, change, context);
        state->bindings.items[kept++] = binding;
    }
    state->bindings.count = kept;
    if (!is_unsorted) return;
    LockState *spare = emptied_spare(pool);
    for (uint32_t i = 0; i < kept; i++) array_push(&spare->bindings, pool->arena, state->bindings.items[i]);
    state->bindings.count = 0;
    for (uint32_t i = 0; i < kept; i++)
        lock_state_bind(pool, state, spare->bindings.items[i].key, spare->bindings.items[i].value);
}

static void rewrite_facts(StatePool *pool, LockState *state, TermChange change, void *context) {
    LockState *spare = emptied_spare(pool);
    bool is_changed = false;
    for (uint32_t i = 0; i < state->facts.count; i++) {
        Fact fact = state->facts.items[i];
        fact.term = term_rewrite(pool->terms, fact.term, change, context);
        is_changed |= fact.term != state->facts.items[i].term;
        array_push(&spare->facts, pool->arena, fact);
    }
    if (!is_changed) return;
    state->facts.count = 0;
    for (uint32_t i = 0; i < spare->facts.count; i++)
        if (spare->facts.items[i].term) lock_state_assume_range(pool, state, spare->facts.items[i]);
}

static void rewrite_locks(StatePool *pool, LockState *state, TermChange change, void *context) {
    LockState *spare = emptied_spare(pool);
    for (uint32_t i = 0; i < state->locks.count; i++) array_push(&spare->locks, pool->arena, state->locks.items[i]);
    state->locks.count = 0;
    for (uint32_t i = 0; i < spare->locks.count; i++) {
        LockEntry entry = spare->locks.items[i];
        TermId lock = term_rewrite(pool->terms, entry.lock, change, context);
        if (lock) entry.lock = lock;
        lock_state_put_lock(pool, state, entry);
    }
}

static void rewrite_free(StatePool *pool, LockState *state, TermChange change, void *context) {
    LockState *spare = emptied_spare(pool);
    for (uint32_t i = 0; i < state->free.count; i++) array_push(&spare->free, pool->arena, state->free.items[i]);
    state->free.count = 0;
    for (uint32_t i = 0; i < spare->free.count; i++) {
        FreeLock lock = spare->free.items[i];
        lock.lock = term_rewrite(pool->terms, lock.lock, change, context);
        if (lock.lock && !term_at(pool->terms, lock.lock)->is_many) lock_state_put_free(pool, state, lock);
    }
}

void lock_state_rewrite(StatePool *pool, LockState *state, TermChange change, void *context) {
    rewrite_bindings(pool, state, change, context);
    rewrite_facts(pool, state, change, context);
    if (state->locks.count) rewrite_locks(pool, state, change, context);
    if (state->free.count) rewrite_free(pool, state, change, context);
}

typedef struct Ageing {
    StatePool *pool;
    const LockState *before; // values while merges are aged
    NodeId node;
} Ageing;

static TermId age_made(void *context, TermId id, bool *is_final) {
    const Ageing *ageing = context;
    const Term *term = term_at(ageing->pool->terms, id);
    bool is_made_there = (term->kind == TERM_RESULT || term->kind == TERM_LOAD) && term->reference == ageing->node;
    *is_final = term->kind == TERM_OLD;
    return is_made_there ? term_old(ageing->pool->terms, id) : id;
}

static bool any_depends(const StatePool *pool, const LockState *state, NodeId node) {
    for (uint32_t i = 0; i < state->bindings.count; i++) {
        const Binding *binding = &state->bindings.items[i];
        if (term_depends_on_node(pool->terms, binding->value, node)) return true;
        if ((binding->key & 1) && term_depends_on_node(pool->terms, binding->key / 2, node)) return true;
    }
    for (uint32_t i = 0; i < state->facts.count; i++)
        if (term_depends_on_node(pool->terms, state->facts.items[i].term, node)) return true;
    for (uint32_t i = 0; i < state->locks.count; i++)
        if (term_depends_on_node(pool->terms, state->locks.items[i].lock, node)) return true;
    return false;
}

void lock_state_age_node(StatePool *pool, LockState *state, NodeId node) {
    Ageing ageing = {.pool = pool, .node = node};
    if (any_depends(pool, state, node)) lock_state_rewrite(pool, state, age_made, &ageing);
}

static TermId age_merge(void *context, TermId id, bool *is_final) {
    const Ageing *ageing = context;
    const Term *term = term_at(ageing->pool->terms, id);
    *is_final = term->kind == TERM_OLD;
    if (term->kind != TERM_MERGE || term->reference != ageing->node) return id;
    uint32_t key = (uint32_t)term->constant;
    return lock_state_value(ageing->pool, ageing->before, key) == id ? id : term_old(ageing->pool->terms, id);
}

void lock_state_age_merges(StatePool *pool, LockState *state, NodeId node) {
    LockState *before = lock_state_copy(pool, state);
    Ageing ageing = {.pool = pool, .before = before, .node = node};
    lock_state_rewrite(pool, state, age_merge, &ageing);
    lock_state_release(pool, before);
}
