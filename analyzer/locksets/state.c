// SPDX-License-Identifier: MIT
#include "locksets/state.h"

#include <string.h>

LockState *lock_state_create(StatePool *pool) {
    LockState *state = pool->unused;
    if (!state) {
        state = arena_new(pool->arena, LockState);
        state->clobbers = arena_new_array(pool->arena, NodeId, pool->keys->count + 1);
        return state;
    }
    pool->unused = state->next;
    state->next = NULL;
    state->bindings.count = state->facts.count = state->locks.count = state->free.count = 0;
    memset(state->clobbers, 0, pool->keys->count * sizeof *state->clobbers);
    return state;
}

LockState *lock_state_copy(StatePool *pool, const LockState *from) {
    LockState *state = lock_state_create(pool);
    for (uint32_t i = 0; i < from->bindings.count; i++)
        array_push(&state->bindings, pool->arena, from->bindings.items[i]);
    for (uint32_t i = 0; i < from->facts.count; i++) array_push(&state->facts, pool->arena, from->facts.items[i]);
    for (uint32_t i = 0; i < from->locks.count; i++) array_push(&state->locks, pool->arena, from->locks.items[i]);
    for (uint32_t i = 0; i < from->free.count; i++) array_push(&state->free, pool->arena, from->free.items[i]);
    memcpy(state->clobbers, from->clobbers, pool->keys->count * sizeof *state->clobbers);
    return state;
}

void lock_state_release(StatePool *pool, LockState *state) {
    state->next = pool->unused;
    pool->unused = state;
}

static uint32_t binding_index(const LockState *state, uint32_t key) {
    return sorted_index(state->bindings.items, state->bindings.count, sizeof(Binding), key);
}

static bool has_binding(const LockState *state, uint32_t at, uint32_t key) {
    return at < state->bindings.count && state->bindings.items[at].key == key;
}

// The field key of the memory at an address; 0 when writes to it are not followed by key.
static uint32_t key_of_address(const StatePool *pool, TermId address) {
    const Term *term = term_at(pool->terms, address);
    while (term->kind == TERM_ELEMENT) term = term_at(pool->terms, term->left);
    if (term->kind == TERM_OFFSET) return term->reference;
    return term->kind == TERM_VARIABLE ? field_key_of_variable(pool->all_keys, term->reference) : 0;
}

// The node that filled the variable which the address lies in, when a call did (forget_local).
static NodeId filled_at(const StatePool *pool, const LockState *state, TermId address) {
    const Term *root = term_at(pool->terms, address);
    while (root->kind == TERM_OFFSET || root->kind == TERM_ELEMENT) root = term_at(pool->terms, root->left);
    if (root->kind != TERM_VARIABLE) return 0;
    uint32_t at = binding_index(state, key_of_variable(root->reference));
    if (!has_binding(state, at, key_of_variable(root->reference))) return 0;
    const Term *filled = term_at(pool->terms, state->bindings.items[at].value);
    if (filled->kind == TERM_OLD) filled = term_at(pool->terms, filled->left);
    return filled->kind == TERM_RESULT || filled->kind == TERM_MERGE ? filled->reference : 0;
}

static TermId unbound_value(const StatePool *pool, const LockState *state, uint32_t key) {
    if (!(key & 1)) return term_leaf(pool->terms, TERM_ENTRY, key / 2);
    NodeId filled = filled_at(pool, state, key / 2);
    if (filled) return term_load(pool->terms, key / 2, filled);
    uint32_t index = tracked_key_index(pool->keys, key_of_address(pool, key / 2));
    return term_load(pool->terms, key / 2, index < pool->keys->count ? state->clobbers[index] : 0);
}

TermId lock_state_value(const StatePool *pool, const LockState *state, uint32_t key) {
    uint32_t at = binding_index(state, key);
    return has_binding(state, at, key) ? state->bindings.items[at].value : unbound_value(pool, state, key);
}

bool lock_state_has_binding(const LockState *state, uint32_t key) {
    return has_binding(state, binding_index(state, key), key);
}

void lock_state_bind(StatePool *pool, LockState *state, uint32_t key, TermId value) {
    uint32_t at = binding_index(state, key);
    if (has_binding(state, at, key)) {
        state->bindings.items[at].value = value;
        return;
    }
    array_push(&state->bindings, pool->arena, (Binding){0});
    Binding *items = state->bindings.items;
    memmove(items + at + 1, items + at, (state->bindings.count - 1 - at) * sizeof *items);
    items[at] = (Binding){key, value};
}

void lock_state_clobber(StatePool *pool, LockState *state, uint32_t field_key, NodeId node) {
    if (!field_key) return;
    uint32_t index = tracked_key_index(pool->keys, field_key);
    if (index < pool->keys->count) state->clobbers[index] = node;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < state->bindings.count; i++) {
        Binding binding = state->bindings.items[i];
        if (!(binding.key & 1) || key_of_address(pool, binding.key / 2) != field_key)
            state->bindings.items[kept++] = binding;
    }
    state->bindings.count = kept;
}

LockEntry *lock_state_lock(const LockState *state, TermId lock) {
    for (uint32_t i = 0; i < state->locks.count; i++)
        if (state->locks.items[i].lock == lock) return &state->locks.items[i];
    return NULL;
}

void lock_state_put_lock(StatePool *pool, LockState *state, LockEntry entry) {
    LockEntry *known = lock_state_lock(state, entry.lock);
    if (known) {
        *known = entry;
        return;
    }
    array_push(&state->locks, pool->arena, entry);
    LockEntry *items = state->locks.items;
    uint32_t at = state->locks.count - 1;
    for (; at && items[at - 1].lock > entry.lock; at--) items[at] = items[at - 1];
    items[at] = entry;
}

void lock_state_drop_lock(LockState *state, TermId lock) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < state->locks.count; i++)
        if (state->locks.items[i].lock != lock) state->locks.items[kept++] = state->locks.items[i];
    state->locks.count = kept;
}

const FreeLock *lock_state_free_lock(const LockState *state, TermId lock) {
    for (uint32_t i = 0; i < state->free.count; i++)
        if (state->free.items[i].lock == lock) return &state->free.items[i];
    return NULL;
}

void lock_state_drop_free(LockState *state, TermId lock) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < state->free.count; i++)
        if (state->free.items[i].lock != lock) state->free.items[kept++] = state->free.items[i];
    state->free.count = kept;
}

void lock_state_put_free(StatePool *pool, LockState *state, FreeLock lock) {
    lock_state_drop_free(state, lock.lock);
    array_push(&state->free, pool->arena, lock);
    FreeLock *items = state->free.items;
    uint32_t at = state->free.count - 1;
    for (; at && items[at - 1].lock > lock.lock; at--) items[at] = items[at - 1];
    items[at] = lock;
}

bool lock_state_has_same_locks(const LockState *left, const LockState *right) {
    if (left->locks.count != right->locks.count) return false;
    for (uint32_t i = 0; i < left->locks.count; i++) {
        const LockEntry *a = &left->locks.items[i], *b = &right->locks.items[i];
        if (a->lock != b->lock || a->status != b->status || a->mode != b->mode || a->depth != b->depth) return false;
    }
    return true;
}
