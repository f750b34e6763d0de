// SPDX-License-Identifier: MIT
// Ways out of a function: the summary for callers, and locks that are kept on one way and given back on another.
#include "locksets/analysis.h"

void record_exit(Walk *walk, NodeId node, const LockState *state, TermId returned) {
    ExitState exit = {.node = node, .state = lock_state_copy(&walk->pool, state), .returned = returned};
    array_push(&walk->record->exits, walk->analysis->scratch, exit);
}

void record_task_end(Walk *walk, NodeId node, const LockState *state) {
    for (uint32_t i = 0; i < state->locks.count; i++) {
        const LockEntry *held = &state->locks.items[i];
        if (held->status != LOCK_HELD || term_at(walk->pool.terms, held->lock)->is_many) continue;
        LockProblem problem = {.kind = PROBLEM_HELD_AT_TASK_END,
                               .function = walk->id,
                               .lock = held->lock,
                               .first_mode = held->mode,
                               .first = held->site,
                               .exit = node};
        array_push(&walk->analysis->problems, walk->analysis->arena, problem);
    }
}

// ---- the summary

typedef struct ReturnNaming {
    TermId returned, marker;
} ReturnNaming;

static TermId name_by_return(Walk *walk, TermId lock, TermId returned) {
    if (!returned || term_at(walk->pool.terms, returned)->kind == TERM_NUMBER) return lock;
    if (term_at(walk->pool.terms, returned)->is_portable) return lock;
    return term_replace(walk->pool.terms, lock, returned, term_leaf(walk->pool.terms, TERM_RETURNED, 0));
}

static void add_effects(Walk *walk, const ExitState *exit, ExitAlternative *alternative) {
    Arena *arena = walk->analysis->arena;
    for (uint32_t i = 0; i < exit->state->locks.count; i++) {
        LockEntry effect = exit->state->locks.items[i];
        effect.lock = name_by_return(walk, effect.lock, exit->returned);
        effect.lock = effect.lock ? lock_for_callers(walk->analysis, effect.lock, effect.site) : 0;
        if (effect.is_uncertain) effect.status = LOCK_PERHAPS;
        bool is_lost =
            !effect.lock || (effect.status == LOCK_RELEASED && term_at(walk->pool.terms, effect.lock)->is_many);
        bool is_known = false;
        for (uint32_t k = 0; k < alternative->effects.count; k++)
            is_known |= alternative->effects.items[k].lock == effect.lock;
        if (!is_lost && !is_known) array_push(&alternative->effects, arena, effect);
    }
}

static void add_facts(Walk *walk, const ExitState *exit, ExitAlternative *alternative) {
    for (uint32_t i = 0; i < exit->state->facts.count && alternative->facts.count < MOST_EXIT_FACTS; i++) {
        const Fact *fact = &exit->state->facts.items[i];
        const Term *term = term_at(walk->pool.terms, fact->term);
        bool is_test =
            term->kind == TERM_OPERATOR && (term->operator_ == OPERATOR_EQUAL || term->operator_ == OPERATOR_LESS);
        if (term->is_portable && !is_test) array_push(&alternative->facts, walk->analysis->arena, *fact);
    }
}

static ExitAlternative make_alternative(Walk *walk, const ExitState *exit) {
    ExitAlternative alternative = {0};
    add_effects(walk, exit, &alternative);
    add_facts(walk, exit, &alternative);
    alternative.result = (Fact){.low = INT64_MIN, .high = INT64_MAX};
    if (!exit->returned) return alternative;
    alternative.result = lock_state_fact(&walk->pool, exit->state, exit->returned);
    if (term_at(walk->pool.terms, exit->returned)->is_portable) alternative.returned = exit->returned;
    return alternative;
}

static bool has_same_effects(const ExitAlternative *a, const ExitAlternative *b) {
    if (a->effects.count != b->effects.count) return false;
    for (uint32_t i = 0; i < a->effects.count; i++) {
        const LockEntry *x = &a->effects.items[i], *y = &b->effects.items[i];
        if (x->lock != y->lock || x->status != y->status || x->mode != y->mode || x->depth != y->depth) return false;
    }
    return true;
}

static void widen(Fact *fact, const Fact *other) {
    bool excludes_zero = (fact->low > 0 || fact->high < 0 || (fact->has_except && !fact->except)) &&
                         (other->low > 0 || other->high < 0 || (other->has_except && !other->except));
    if (other->low < fact->low) fact->low = other->low;
    if (other->high > fact->high) fact->high = other->high;
    fact->has_except = excludes_zero;
    fact->except = 0;
}

static void join_alternative(ExitAlternative *into, const ExitAlternative *from) {
    widen(&into->result, &from->result);
    if (into->returned != from->returned) into->returned = 0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < into->facts.count; i++) {
        for (uint32_t k = 0; k < from->facts.count; k++) {
            if (from->facts.items[k].term != into->facts.items[i].term) continue;
            Fact fact = into->facts.items[i];
            widen(&fact, &from->facts.items[k]);
            into->facts.items[kept++] = fact;
            break;
        }
    }
    into->facts.count = kept;
}

static void add_alternative(Walk *walk, Summary *summary, const ExitState *exit) {
    ExitAlternative added = make_alternative(walk, exit);
    for (uint32_t i = 0; i < summary->exits.count; i++) {
        if (!has_same_effects(&summary->exits.items[i], &added)) continue;
        join_alternative(&summary->exits.items[i], &added);
        return;
    }
    if (summary->exits.count < MOST_EXITS)
        array_push(&summary->exits, walk->analysis->arena, added);
    else
        summary->is_bounded = true;
}

// ---- kept here, given back there

static const LockEntry *given_back(const Recorder *recorder, TermId lock) {
    for (uint32_t i = 0; i < recorder->given.count; i++)
        if (recorder->given.items[i].lock == lock) return &recorder->given.items[i];
    return NULL;
}

// How the results of ways that keep the lock compare with those of ways that do not.
static bool is_told_by_result(Walk *walk, TermId lock, const ExitState *keeping) {
    if (!keeping->returned) return false;
    Fact kept = lock_state_fact(&walk->pool, keeping->state, keeping->returned);
    for (uint32_t i = 0; i < walk->record->exits.count; i++) {
        const ExitState *other = &walk->record->exits.items[i];
        if (lock_state_lock(other->state, lock) || !other->returned) continue;
        Fact fact = lock_state_fact(&walk->pool, other->state, other->returned);
        if (facts_agree(&kept, &fact)) return false;
    }
    return true;
}

// Not on all ways. A function that also gives it back without having taken it keeps it from one call to the next.
static bool is_kept_somewhere_only(const Walk *walk, TermId lock) {
    bool is_free_somewhere = false;
    for (uint32_t i = 0; i < walk->record->exits.count; i++) {
        const LockEntry *entry = lock_state_lock(walk->record->exits.items[i].state, lock);
        if (entry && entry->status == LOCK_RELEASED) return false;
        is_free_somewhere |= !entry;
    }
    return is_free_somewhere;
}

static bool is_failure(const Walk *walk, const ExitState *exit) {
    if (!exit->returned) return false;
    Fact fact = lock_state_fact(&walk->pool, exit->state, exit->returned);
    bool is_pointer = walk->function->result_type.kind == TYPE_POINTER;
    return fact.high < 0 || (is_pointer && !fact.low && !fact.high);
}

// Taken here, or by a call that keeps it on all its ways: not by an iterator that holds now this, now that.
static bool is_taken_always(const Walk *walk, const SiteChain *site) {
    if (!site->inner) return true;
    const Summary *callee = &walk->analysis->summaries[site->inner->function];
    for (uint32_t i = 0; i < callee->exits.count; i++) {
        bool keeps = false;
        for (uint32_t k = 0; k < callee->exits.items[i].effects.count; k++)
            keeps |= callee->exits.items[i].effects.items[k].status == LOCK_HELD;
        if (!keeps) return false;
    }
    return true;
}

static void find_kept(Walk *walk, const ExitState *exit, const LockEntry *held) {
    const LockEntry *given = given_back(walk->record, held->lock);
    const Term *lock = term_at(walk->pool.terms, held->lock);
    bool is_one = held->status == LOCK_HELD && !held->is_uncertain && !lock->is_many && !lock->is_indexed &&
                  is_taken_always(walk, held->site);
    if (!given || !is_one || !is_kept_somewhere_only(walk, held->lock)) return;
    LockAnalysis *analysis = walk->analysis;
    for (uint32_t i = analysis->problems.count; i-- > 0 && analysis->problems.items[i].function == walk->id;) {
        const LockProblem *known = &analysis->problems.items[i];
        if (known->kind == PROBLEM_UNLOCK_MISSING && known->lock == held->lock && known->exit == exit->node) return;
    }
    LockProblem problem = {.kind = PROBLEM_UNLOCK_MISSING,
                           .function = walk->id,
                           .lock = held->lock,
                           .first_mode = held->mode,
                           .first = held->site,
                           .other = given->site,
                           .exit = exit->node,
                           .is_told = is_told_by_result(walk, held->lock, exit) && !is_failure(walk, exit)};
    array_push(&analysis->problems, analysis->arena, problem);
}

static void keep_node_locks(Walk *walk) {
    LockAnalysis *analysis = walk->analysis;
    NodeLocks *nodes = arena_new_array(analysis->arena, NodeLocks, walk->function->node_count + 1);
    analysis->node_locks[walk->id] = nodes;
    for (NodeId node = 1; node < walk->function->node_count; node++) {
        const LockState *state = walk->record->first_at[node];
        if (!state || !state->locks.count) continue;
        HeldLock *must = arena_new_array(analysis->arena, HeldLock, state->locks.count * 3);
        HeldLock *may = must + state->locks.count, *lost = may + state->locks.count;
        nodes[node] = (NodeLocks){.must = must, .may = may, .lost = lost};
        for (uint32_t i = 0; i < state->locks.count; i++) {
            const LockEntry *entry = &state->locks.items[i];
            HeldLock held = {entry->lock, entry->mode, entry->is_uncertain, entry->site};
            if (entry->status == LOCK_HELD) must[nodes[node].must_count++] = held;
            if (entry->status != LOCK_RELEASED) may[nodes[node].may_count++] = held;
            if (entry->status != LOCK_HELD) lost[nodes[node].lost_count++] = held;
        }
    }
}

// What one way holds and another does not, at one and the same unlock, hangs on what is not followed: nothing is said.
static void drop_unsure(Walk *walk) {
    LockAnalysis *analysis = walk->analysis;
    uint32_t kept = walk->first_problem;
    for (uint32_t i = walk->first_problem; i < analysis->problems.count; i++) {
        const LockProblem *problem = &analysis->problems.items[i];
        bool is_unlock = problem->kind == PROBLEM_UNLOCK_NOT_HELD || problem->kind == PROBLEM_DOUBLE_UNLOCK;
        if (!is_unlock || !walk->record->is_given_held[problem->second->node])
            analysis->problems.items[kept++] = *problem;
    }
    analysis->problems.count = kept;
}

void record_finish(Walk *walk) {
    Recorder *recorder = walk->record;
    recorder->summary->freed_parameters = walk->freed_parameters;
    drop_unsure(walk);
    for (uint32_t i = 0; i < recorder->exits.count; i++) {
        const ExitState *exit = &recorder->exits.items[i];
        add_alternative(walk, recorder->summary, exit);
        for (uint32_t k = 0; k < exit->state->locks.count; k++) find_kept(walk, exit, &exit->state->locks.items[k]);
    }
    recorder->summary->is_bounded |= walk->is_bounded;
    keep_node_locks(walk);
}
