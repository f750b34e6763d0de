// SPDX-License-Identifier: MIT
// Facts that go along with a lock operation to the function's callers, so that `f(queue, DONT_LOCK)` takes no lock and
// `if (a < b)` orders two locks.
#include "locksets/state.h"

bool facts_agree(const Fact *a, const Fact *b) {
    if (a->low > b->high || b->low > a->high) return false;
    if (a->low == a->high && b->has_except && b->except == a->low) return false;
    return !(b->low == b->high && a->has_except && a->except == b->low);
}

static bool is_number(const TermTable *terms, TermId id) {
    return term_at(terms, id)->kind == TERM_NUMBER;
}

// A comparison of two values neither of which is a number: an order between objects.
static bool is_comparison(const TermTable *terms, TermId id) {
    const Term *term = term_at(terms, id);
    return term->kind == TERM_OPERATOR && (term->operator_ == OPERATOR_EQUAL || term->operator_ == OPERATOR_LESS) &&
           !is_number(terms, term->left) && !is_number(terms, term->right);
}

void conditions_add(Conditions *conditions, Fact fact) {
    for (uint32_t i = 0; i < conditions->count; i++)
        if (conditions->items[i].term == fact.term) return;
    if (conditions->count < MOST_CONDITIONS) conditions->items[conditions->count++] = fact;
}

// Orders first, then parameters, then memory; comparisons with numbers are told by the facts about their operands.
static uint32_t rank_of(const TermTable *terms, TermId term) {
    if (is_comparison(terms, term)) return 0;
    const Term *value = term_at(terms, term);
    bool is_test =
        value->kind == TERM_OPERATOR && (value->operator_ == OPERATOR_EQUAL || value->operator_ == OPERATOR_LESS);
    if (is_test) return 3;
    return term_at(terms, term)->has_load ? 2 : 1;
}

Conditions lock_state_conditions(const StatePool *pool, const LockState *state) {
    Conditions conditions = {0};
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < state->facts.count; i++) {
            TermId term = state->facts.items[i].term;
            if (term_at(pool->terms, term)->is_portable && rank_of(pool->terms, term) == round)
                conditions_add(&conditions, state->facts.items[i]);
        }
    }
    return conditions;
}

static const Fact *condition_on(const Conditions *conditions, TermId term) {
    for (uint32_t i = 0; i < conditions->count; i++)
        if (conditions->items[i].term == term) return &conditions->items[i];
    return NULL;
}

static bool excludes_zero(const Fact *fact) {
    return fact->low > 0 || fact->high < 0 || (fact->has_except && !fact->except);
}

void conditions_join(Conditions *into, const Conditions *from) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < into->count; i++) {
        Fact fact = into->items[i];
        const Fact *other = condition_on(from, fact.term);
        if (!other) continue;
        bool has_except = excludes_zero(&fact) && excludes_zero(other);
        fact = (Fact){.term = fact.term,
                      .low = fact.low < other->low ? fact.low : other->low,
                      .high = fact.high > other->high ? fact.high : other->high,
                      .has_except = has_except};
        bool says_nothing = fact.low == INT64_MIN && fact.high == INT64_MAX && !has_except;
        if (!says_nothing) into->items[kept++] = fact;
    }
    into->count = kept;
}

// a < b and b < a, or a < b and a == b. Neither a < b nor b < a: the tie of an order between objects, which does not
// come about where the order is meant to tell them apart.
static bool are_opposite(const TermTable *terms, const Fact *one, const Fact *other) {
    const Term *a = term_at(terms, one->term), *b = term_at(terms, other->term);
    if (!is_comparison(terms, one->term) || !is_comparison(terms, other->term)) return false;
    bool is_same = a->left == b->left && a->right == b->right, is_crossed = a->left == b->right && a->right == b->left;
    if (a->operator_ == b->operator_)
        return a->operator_ == OPERATOR_LESS && is_crossed && excludes_zero(one) == excludes_zero(other);
    return (is_same || is_crossed) && excludes_zero(one) && excludes_zero(other);
}

bool conditions_agree(const TermTable *terms, const Conditions *one, const Conditions *other) {
    for (uint32_t i = 0; i < one->count; i++) {
        if (!is_comparison(terms, one->items[i].term)) continue;
        for (uint32_t k = 0; k < other->count; k++) {
            bool is_same = one->items[i].term == other->items[k].term;
            if (is_same && !facts_agree(&one->items[i], &other->items[k])) return false;
            if (are_opposite(terms, &one->items[i], &other->items[k])) return false;
        }
    }
    return true;
}
