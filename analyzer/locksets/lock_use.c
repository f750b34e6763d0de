// SPDX-License-Identifier: MIT
// Taking and giving back one lock in one state.
#include "locksets/analysis.h"

// Whether the task that holds the lock would wait for itself.
static bool waits_for_itself(Walk *walk, const LockEntry *held, LockMode mode, Recursion recursion,
                             const SiteChain *site) {
    if (held->is_uncertain || term_at(walk->pool.terms, held->lock)->is_many) return false;
    if (held->mode == LOCK_SHARED && mode == LOCK_SHARED) return false;
    PointeeSet objects = lock_objects(walk->analysis, held->lock, site);
    return recursion == RECURSION_BLOCKS && !kinds_may_recurse(walk->analysis, &objects);
}

static bool may_be_same(Walk *walk, const LockEntry *held, const LockUse *use) {
    return locks_may_be_same(walk->analysis, held->lock, held->site, use->lock, use->site);
}

bool lockset_take(Walk *walk, LockState *state, const LockUse *use) {
    if (walk->record) record_take(walk, state, use);
    LockEntry *known = lock_state_lock(state, use->lock);
    lock_state_drop_free(state, use->lock);
    if (!known || known->status == LOCK_PERHAPS) {
        LockEntry entry = {.lock = use->lock,
                           .status = LOCK_HELD,
                           .mode = use->mode,
                           .recursion = use->recursion,
                           .depth = 1,
                           .site = use->site};
        lock_state_put_lock(&walk->pool, state, entry);
    } else if (known->status == LOCK_HELD) {
        if (use->blocks && waits_for_itself(walk, known, use->mode, use->recursion, use->site)) return false;
        if (known->depth < 3) known->depth++;
    } else {
        lock_state_drop_lock(state, use->lock); // given back by this function and taken again: as at entry
    }
    return true;
}

// A held lock under another name that the given one may be: programmers give back what they took.
static bool give_other_name(Walk *walk, LockState *state, const LockUse *use) {
    LockEntry *found = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < state->locks.count; i++) {
        LockEntry *entry = &state->locks.items[i];
        if (entry->status == LOCK_RELEASED || !may_be_same(walk, entry, use)) continue;
        found = entry;
        count++;
    }
    if (!count) return false;
    bool is_one = count == 1 && found->status == LOCK_HELD && !term_at(walk->pool.terms, found->lock)->is_many;
    if (walk->record) record_given(walk, found, use);
    if (is_one) {
        FreeLock free = {.lock = found->lock, .is_uncertain = true, .site = use->site};
        lock_state_drop_lock(state, found->lock);
        lock_state_put_free(&walk->pool, state, free);
        return true;
    }
    for (uint32_t i = 0; i < state->locks.count; i++) {
        LockEntry *entry = &state->locks.items[i];
        if (entry->status == LOCK_HELD && may_be_same(walk, entry, use)) entry->status = LOCK_PERHAPS;
    }
    return true;
}

void lockset_give(Walk *walk, LockState *state, const LockUse *use) {
    LockEntry *known = lock_state_lock(state, use->lock);
    if (known && known->status == LOCK_HELD && !term_at(walk->pool.terms, use->lock)->is_many) {
        if (walk->record) {
            record_given(walk, known, use);
            walk->record->is_given_held[use->site->node] = true;
        }
        if (--known->depth) return;
        bool is_certain = !known->is_uncertain;
        lock_state_drop_lock(state, use->lock);
        if (is_certain) lock_state_put_free(&walk->pool, state, (FreeLock){.lock = use->lock, .site = use->site});
        return;
    }
    if (known && known->status == LOCK_PERHAPS) return;
    if (give_other_name(walk, state, use)) return;
    const FreeLock *free = lock_state_free_lock(state, use->lock);
    if (free && free->is_uncertain) return;
    if (walk->record) record_given_unheld(walk, state, use);
    bool has_callers = call_graph_callers(walk->analysis->calls, walk->id).count != 0;
    if (known || !has_callers) return;
    LockEntry entry = {.lock = use->lock, .status = LOCK_RELEASED, .mode = use->mode, .depth = 1, .site = use->site};
    if (!term_at(walk->pool.terms, use->lock)->is_many) lock_state_put_lock(&walk->pool, state, entry);
}

bool lockset_keep(Walk *walk, LockState *state, const LockEntry *effect) {
    LockEntry *known = lock_state_lock(state, effect->lock);
    lock_state_drop_free(state, effect->lock);
    if (!known || (known->status == LOCK_PERHAPS && effect->status == LOCK_HELD)) {
        LockEntry entry = *effect;
        entry.is_uncertain = false;
        lock_state_put_lock(&walk->pool, state, entry);
    } else if (known->status == LOCK_RELEASED && effect->status == LOCK_HELD) {
        lock_state_drop_lock(state, effect->lock);
    } else if (known->status == LOCK_HELD && effect->status == LOCK_PERHAPS) {
        known->is_uncertain = true;
    } else if (known->status == LOCK_HELD) {
        bool is_held = effect->status == LOCK_HELD;
        if (is_held && waits_for_itself(walk, known, effect->mode, effect->recursion, effect->site)) return false;
        if (known->depth < 3) known->depth++;
    }
    return true;
}

// A lock goes with the memory that it lies in.
void lockset_free(Walk *walk, LockState *state, TermId object) {
    const Term *term = term_at(walk->pool.terms, object);
    if (!object || term->kind == TERM_NUMBER) return;
    for (uint32_t i = 0; term->kind == TERM_ENTRY && i < walk->function->parameter_count && i < 32; i++)
        if (walk->function->parameters[i] == term->reference) walk->freed_parameters |= (uint32_t)1 << i;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < state->locks.count; i++) {
        LockEntry entry = state->locks.items[i];
        const Term *lock = term_at(walk->pool.terms, entry.lock);
        bool is_inside = entry.lock == object || (lock->kind == TERM_OFFSET && lock->left == object);
        if (!is_inside) state->locks.items[kept++] = entry;
    }
    state->locks.count = kept;
}
