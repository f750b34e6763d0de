// SPDX-License-Identifier: MIT
// What branches tell about terms: an interval and one excepted value each.
#include "locksets/state.h"

#include <string.h>

static Fact anything(TermId term) {
    return (Fact){.term = term, .low = INT64_MIN, .high = INT64_MAX};
}

static uint32_t fact_index(const LockState *state, TermId term) {
    return sorted_index(state->facts.items, state->facts.count, sizeof(Fact), term);
}

static bool has_fact(const LockState *state, uint32_t at, TermId term) {
    return at < state->facts.count && state->facts.items[at].term == term;
}

// What the term's form tells.
static Fact inherent(const StatePool *pool, TermId id) {
    const Term *term = term_at(pool->terms, id);
    Fact fact = anything(id);
    switch (term->kind) {
    case TERM_NUMBER: fact.low = fact.high = term->constant; break;
    case TERM_VARIABLE:
    case TERM_SITE:
    case TERM_FUNCTION:
    case TERM_STRING: fact.low = 1; break;
    case TERM_OFFSET: {
        const Term *base = term_at(pool->terms, term->left);
        if (base->kind == TERM_VARIABLE || base->kind == TERM_SITE) fact.low = 1;
        break;
    }
    case TERM_OPERATOR:
        if (term->operator_ != OPERATOR_EQUAL && term->operator_ != OPERATOR_LESS) break;
        fact.low = 0;
        fact.high = 1;
        break;
    default: break;
    }
    return fact;
}

Fact lock_state_fact(const StatePool *pool, const LockState *state, TermId term) {
    uint32_t at = fact_index(state, term);
    return has_fact(state, at, term) ? state->facts.items[at] : inherent(pool, term);
}

static bool narrow(Fact *fact, const Fact *more) {
    if (more->low > fact->low) fact->low = more->low;
    if (more->high < fact->high) fact->high = more->high;
    if (more->has_except) {
        fact->has_except = true;
        fact->except = more->except;
    }
    if (fact->has_except && fact->low == fact->except && fact->low < INT64_MAX) fact->low++;
    if (fact->has_except && fact->high == fact->except && fact->high > INT64_MIN) fact->high--;
    if (fact->has_except && (fact->except < fact->low || fact->except > fact->high)) fact->has_except = false;
    return fact->low <= fact->high;
}

static void put_fact(StatePool *pool, LockState *state, Fact fact) {
    uint32_t at = fact_index(state, fact.term);
    if (has_fact(state, at, fact.term)) {
        state->facts.items[at] = fact;
        return;
    }
    array_push(&state->facts, pool->arena, (Fact){0});
    Fact *items = state->facts.items;
    memmove(items + at + 1, items + at, (state->facts.count - 1 - at) * sizeof *items);
    items[at] = fact;
}

bool lock_state_assume_range(StatePool *pool, LockState *state, Fact more) {
    if (!more.term) return true;
    Fact fact = lock_state_fact(pool, state, more.term);
    if (!narrow(&fact, &more)) return false;
    const Term *term = term_at(pool->terms, more.term);
    bool is_address = term->kind == TERM_VARIABLE || term->kind == TERM_SITE || term->kind == TERM_FUNCTION;
    if (term->kind != TERM_NUMBER && !is_address && !term->is_many) put_fact(pool, state, fact);
    return true;
}

static bool assume_equal(StatePool *pool, LockState *state, const Term *term, bool is_true) {
    const Term *right = term_at(pool->terms, term->right);
    if (right->kind != TERM_NUMBER) return true;
    Fact fact = anything(term->left);
    if (is_true) {
        fact.low = fact.high = right->constant;
    } else {
        fact.has_except = true;
        fact.except = right->constant;
    }
    // x == 0 of a comparison: the comparison itself is false.
    const Term *left = term_at(pool->terms, term->left);
    if (left->kind == TERM_OPERATOR && right->constant == 0 && !lock_state_assume(pool, state, term->left, !is_true))
        return false;
    return lock_state_assume_range(pool, state, fact);
}

static bool assume_less(StatePool *pool, LockState *state, const Term *term, bool is_true) {
    const Term *left = term_at(pool->terms, term->left), *right = term_at(pool->terms, term->right);
    if (right->kind == TERM_NUMBER) {
        Fact fact = anything(term->left);
        if (is_true && right->constant == INT64_MIN) return false;
        if (is_true)
            fact.high = right->constant - 1;
        else
            fact.low = right->constant;
        return lock_state_assume_range(pool, state, fact);
    }
    if (left->kind != TERM_NUMBER) return true;
    Fact fact = anything(term->right);
    if (is_true && left->constant == INT64_MAX) return false;
    if (is_true)
        fact.low = left->constant + 1;
    else
        fact.high = left->constant;
    return lock_state_assume_range(pool, state, fact);
}

bool lock_state_assume(StatePool *pool, LockState *state, TermId condition, bool is_true) {
    if (!condition) return true;
    Term term = *term_at(pool->terms, condition);
    Fact fact = anything(condition);
    if (is_true) {
        fact.has_except = true;
    } else {
        fact.low = fact.high = 0;
    }
    if (!lock_state_assume_range(pool, state, fact)) return false;
    if (term.kind != TERM_OPERATOR) return true;
    if (term.operator_ == OPERATOR_EQUAL) return assume_equal(pool, state, &term, is_true);
    if (term.operator_ == OPERATOR_LESS) return assume_less(pool, state, &term, is_true);
    return true;
}

int lock_state_decide(const StatePool *pool, const LockState *state, TermId condition) {
    if (!condition) return -1;
    Fact fact = lock_state_fact(pool, state, condition);
    if (fact.low == 0 && fact.high == 0) return 0;
    if (fact.low > 0 || fact.high < 0 || (fact.has_except && fact.except == 0)) return 1;
    const Term *term = term_at(pool->terms, condition);
    if (term->kind != TERM_OPERATOR) return -1;
    const Term *left = term_at(pool->terms, term->left), *right = term_at(pool->terms, term->right);
    Fact a = lock_state_fact(pool, state, term->left), b = lock_state_fact(pool, state, term->right);
    if (term->operator_ == OPERATOR_EQUAL && right->kind == TERM_NUMBER) {
        bool is_out = right->constant < a.low || right->constant > a.high;
        if (is_out || (a.has_except && a.except == right->constant)) return 0;
        if (a.low == a.high) return 1;
        if (right->constant == 0 && left->kind == TERM_OPERATOR) {
            int inner = lock_state_decide(pool, state, term->left);
            return inner < 0 ? -1 : !inner;
        }
    }
    if (term->operator_ == OPERATOR_LESS) {
        if (a.high < b.low) return 1;
        if (a.low >= b.high) return 0;
    }
    return -1;
}
