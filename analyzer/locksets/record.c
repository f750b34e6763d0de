// SPDX-License-Identifier: MIT
// The last pass over a function: what it takes, in which order, and what looks wrong.
#include "locksets/analysis.h"

static void add_problem(Walk *walk, LockProblem problem) {
    LockAnalysis *analysis = walk->analysis;
    problem.function = walk->id;
    for (uint32_t i = analysis->problems.count; i-- > 0;) {
        const LockProblem *known = &analysis->problems.items[i];
        if (known->function != walk->id) break;
        if (known->kind == problem.kind && known->lock == problem.lock && known->second == problem.second) return;
    }
    array_push(&analysis->problems, analysis->arena, problem);
}

// ---- held locks at nodes

void record_node(Walk *walk, NodeId node, const LockState *state) {
    if (walk->function->nodes[node].kind == NODE_CALL) record_arguments(walk, node, state);
    record_addresses(walk, node, state);
    LockState **known = &walk->record->first_at[node];
    if (!*known) {
        *known = lock_state_copy(&walk->pool, state);
        (*known)->bindings.count = (*known)->facts.count = 0;
        return;
    }
    for (uint32_t i = 0; i < (*known)->locks.count; i++) {
        LockEntry *entry = &(*known)->locks.items[i];
        const LockEntry *here = lock_state_lock(state, entry->lock);
        bool is_given_back = entry->status == LOCK_RELEASED && !here;
        if (!is_given_back && (!here || here->status != entry->status)) entry->status = LOCK_PERHAPS;
    }
    for (uint32_t i = 0; i < state->locks.count; i++) {
        LockEntry entry = state->locks.items[i];
        if (lock_state_lock(*known, entry.lock)) continue;
        if (entry.status != LOCK_RELEASED) entry.status = LOCK_PERHAPS;
        lock_state_put_lock(&walk->pool, *known, entry);
    }
}

// ---- orders

static bool is_settled(const TermTable *terms, TermId id) {
    const Term *term = term_at(terms, id);
    if (!id) return true;
    return term->kind != TERM_ENTRY && is_settled(terms, term->left) && is_settled(terms, term->right);
}

static void settle_edge(LockAnalysis *analysis, const OrderEdge *edge) {
    SettledEdge settled = {.function = edge->function,
                           .held_site = edge->held_site,
                           .site = edge->site,
                           .held_mode = edge->held_mode,
                           .acquired_mode = edge->acquired_mode,
                           .held = lock_objects(analysis, edge->held, edge->held_site),
                           .acquired = lock_objects(analysis, edge->acquired, edge->site),
                           .conditions = edge->conditions};
    for (uint32_t i = 0; i < edge->gate_count; i++) {
        PointeeSet gate = term_pointees(analysis->terms, edge->gates[i]);
        if (gate.count == 1 && settled.gate_count < MOST_GATES) settled.gates[settled.gate_count++] = gate.items[0];
    }
    if (settled.held.count && settled.acquired.count) array_push(&analysis->edges, analysis->arena, settled);
}

static bool is_same_conditions(const Conditions *a, const Conditions *b) {
    if (a->count != b->count) return false;
    for (uint32_t i = 0; i < a->count; i++) {
        const Fact *x = &a->items[i], *y = &b->items[i];
        if (x->term != y->term || x->low != y->low || x->high != y->high || x->has_except != y->has_except)
            return false;
    }
    return true;
}

static bool is_same_edge(const OrderEdge *a, const OrderEdge *b) {
    return a->held == b->held && a->acquired == b->acquired && a->held_mode == b->held_mode &&
           a->acquired_mode == b->acquired_mode && a->gate_count == b->gate_count &&
           is_same_conditions(&a->conditions, &b->conditions);
}

void add_edge(Walk *walk, OrderEdge edge) {
    LockAnalysis *analysis = walk->analysis;
    Summary *summary = walk->record->summary;
    edge.function = walk->id;
    edge.held = lock_for_callers(analysis, edge.held, edge.held_site);
    edge.acquired = lock_for_callers(analysis, edge.acquired, edge.site);
    if (!edge.held || !edge.acquired || edge.held == edge.acquired) return;
    for (uint32_t i = 0; i < summary->open_edges.count; i++)
        if (is_same_edge(&summary->open_edges.items[i], &edge)) return;
    bool is_open = !is_settled(analysis->terms, edge.held) || !is_settled(analysis->terms, edge.acquired);
    bool has_room = summary->open_edges.count < MOST_OPEN_EDGES;
    if (!is_open || !has_room || !call_graph_callers(analysis->calls, walk->id).count) settle_edge(analysis, &edge);
    // Settled ones are kept as well so that they are not found again; callers take the open ones only.
    edge.is_settled = !is_open;
    if (has_room) array_push(&summary->open_edges, analysis->arena, edge);
}

static void add_gates(const Walk *walk, const LockState *state, const LockEntry *held, OrderEdge *edge) {
    for (uint32_t i = 0; i < state->locks.count && edge->gate_count < MOST_GATES; i++) {
        const LockEntry *gate = &state->locks.items[i];
        bool is_gate = gate != held && gate->status == LOCK_HELD && gate->mode == LOCK_EXCLUSIVE;
        if (!is_gate || gate->lock == edge->acquired) continue;
        TermId lock = lock_for_callers(walk->analysis, gate->lock, gate->site);
        if (lock) edge->gates[edge->gate_count++] = lock;
    }
}

static bool is_among(const TermId *items, uint32_t count, TermId item) {
    for (uint32_t i = 0; i < count; i++)
        if (items[i] == item) return true;
    return false;
}

// The lock is taken while the state's locks are held, but for those given back in between.
static void record_orders(Walk *walk, const LockState *state, const LockUse *use, const TermId *released,
                          uint32_t released_count, const Conditions *conditions) {
    if (!use->blocks) return;
    for (uint32_t i = 0; i < state->locks.count; i++) {
        const LockEntry *held = &state->locks.items[i];
        if (held->status != LOCK_HELD || held->lock == use->lock) continue;
        // What a call keeps under a name that is lost may have been given back since, under another one.
        if (held->site->inner && term_at(walk->pool.terms, held->lock)->is_many) continue;
        if (is_among(released, released_count, held->lock)) continue;
        OrderEdge edge = {.held = held->lock,
                          .acquired = use->lock,
                          .held_mode = held->mode,
                          .acquired_mode = use->mode,
                          .held_site = held->site,
                          .site = use->site,
                          .conditions = *conditions};
        add_gates(walk, state, held, &edge);
        add_edge(walk, edge);
    }
}

// ---- one lock

static void record_again(Walk *walk, const LockState *state, const LockUse *use, const TermId *released,
                         uint32_t released_count) {
    const LockEntry *held = lock_state_lock(state, use->lock);
    if (!held || held->status != LOCK_HELD || held->is_uncertain || !use->blocks) return;
    if (term_at(walk->pool.terms, use->lock)->is_many || is_among(released, released_count, use->lock)) return;
    bool is_read = held->mode == LOCK_SHARED && use->mode == LOCK_SHARED;
    if (!is_read && use->recursion != RECURSION_BLOCKS) return;
    add_problem(walk, (LockProblem){.kind = is_read ? PROBLEM_READ_RECURSION : PROBLEM_DOUBLE_LOCK,
                                    .lock = use->lock,
                                    .object = use->object,
                                    .first_mode = held->mode,
                                    .second_mode = use->mode,
                                    .recursion = use->recursion,
                                    .order = use->order,
                                    .first = held->site,
                                    .second = use->site});
}

static void join_acquisition(Acquisition *known, const Acquisition *added) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < known->released_count; i++)
        if (is_among(added->released, added->released_count, known->released[i]))
            known->released[kept++] = known->released[i];
    known->released_count = kept;
    conditions_join(&known->conditions, &added->conditions);
}

static void add_acquisition(Walk *walk, const LockState *state, const LockUse *use, const Acquisition *inner,
                            const Conditions *conditions) {
    Summary *summary = walk->record->summary;
    Acquisition added = {.lock = lock_for_callers(walk->analysis, use->lock, use->site),
                         .mode = use->mode,
                         .blocks = use->blocks,
                         .object = use->object,
                         .recursion = use->recursion,
                         .order = use->order,
                         .conditions = *conditions,
                         .site = use->site};
    if (!added.lock) return;
    for (uint32_t i = 0; i < state->locks.count && added.released_count < MOST_GATES; i++)
        if (state->locks.items[i].status == LOCK_RELEASED)
            added.released[added.released_count++] = state->locks.items[i].lock;
    for (uint32_t i = 0; inner && i < inner->released_count && added.released_count < MOST_GATES; i++)
        added.released[added.released_count++] = inner->released[i];
    uint32_t variants = 0;
    for (uint32_t i = 0; i < summary->acquisitions.count; i++) {
        Acquisition *known = &summary->acquisitions.items[i];
        if (known->lock != added.lock || known->mode != added.mode || known->blocks != added.blocks) continue;
        bool is_same = is_same_conditions(&known->conditions, &added.conditions);
        if (!is_same && ++variants < MOST_VARIANTS) continue;
        join_acquisition(known, &added);
        return;
    }
    if (summary->acquisitions.count < MOST_ACQUISITIONS)
        array_push(&summary->acquisitions, walk->analysis->arena, added);
    else
        summary->is_bounded = true;
}

void record_take(Walk *walk, const LockState *state, const LockUse *use) {
    Conditions conditions = lock_state_conditions(&walk->pool, state);
    record_again(walk, state, use, NULL, 0);
    record_orders(walk, state, use, NULL, 0, &conditions);
    add_acquisition(walk, state, use, NULL, &conditions);
}

void record_given(Walk *walk, const LockEntry *entry, const LockUse *use) {
    for (const SiteChain *link = entry->site->inner; link; link = link->inner)
        walk->analysis->is_kept_on_purpose[link->function] = true;
    Recorder *recorder = walk->record;
    for (uint32_t i = 0; i < recorder->given.count; i++)
        if (recorder->given.items[i].lock == entry->lock) return;
    LockEntry given = *entry;
    given.site = use->site;
    array_push(&recorder->given, walk->analysis->scratch, given);
}

void record_given_unheld(Walk *walk, const LockState *state, const LockUse *use) {
    const FreeLock *free = lock_state_free_lock(state, use->lock);
    const LockEntry *released = lock_state_lock(state, use->lock);
    const SiteChain *before = free ? free->site : released ? released->site : NULL;
    add_problem(walk, (LockProblem){.kind = before ? PROBLEM_DOUBLE_UNLOCK : PROBLEM_UNLOCK_NOT_HELD,
                                    .lock = use->lock,
                                    .object = use->object,
                                    .first = before,
                                    .second = use->site});
}

// ---- calls

// The callee's conditions here, beside the state's own. False when the two cannot be together.
static bool conditions_here(Walk *walk, const LockState *before, const Conditions *inner, const Instantiation *into,
                            Conditions *here) {
    *here = (Conditions){0};
    for (uint32_t i = 0; i < inner->count; i++) {
        Fact fact = inner->items[i];
        fact.term = into->value(into->context, fact.term);
        if (!fact.term) continue;
        Fact known = lock_state_fact(&walk->pool, before, fact.term);
        if (!facts_agree(&known, &fact)) return false;
        const Term *term = term_at(walk->pool.terms, fact.term);
        if (term->is_portable && term->kind != TERM_NUMBER) conditions_add(here, fact);
    }
    Conditions own = lock_state_conditions(&walk->pool, before);
    for (uint32_t i = 0; i < own.count; i++) conditions_add(here, own.items[i]);
    return true;
}

static void record_acquisition(Walk *walk, const LockState *before, NodeId node, const Acquisition *inner,
                               const Instantiation *into) {
    LockUse use = {.mode = inner->mode,
                   .object = inner->object,
                   .blocks = inner->blocks,
                   .recursion = inner->recursion,
                   .order = inner->order,
                   .site = chain_make(walk->analysis, (CallSite){walk->id, node}, inner->site)};
    Conditions conditions;
    if (!conditions_here(walk, before, &inner->conditions, into, &conditions)) return;
    use.lock = into->lock(into->context, inner->lock, use.site);
    if (!use.lock) return;
    Acquisition here = *inner;
    here.released_count = 0;
    for (uint32_t i = 0; i < inner->released_count; i++) {
        TermId released = into->lock(into->context, inner->released[i], use.site);
        if (released) here.released[here.released_count++] = released;
    }
    record_again(walk, before, &use, here.released, here.released_count);
    record_orders(walk, before, &use, here.released, here.released_count, &conditions);
    add_acquisition(walk, before, &use, &here, &conditions);
}

static void record_open_edge(Walk *walk, const LockState *before, NodeId node, const OrderEdge *inner,
                             const Instantiation *into) {
    if (inner->is_settled) return;
    OrderEdge edge = *inner;
    if (!conditions_here(walk, before, &inner->conditions, into, &edge.conditions)) return;
    edge.held_site = chain_make(walk->analysis, (CallSite){walk->id, node}, inner->held_site);
    edge.site = chain_make(walk->analysis, (CallSite){walk->id, node}, inner->site);
    edge.held = into->lock(into->context, inner->held, edge.held_site);
    edge.acquired = into->lock(into->context, inner->acquired, edge.site);
    edge.gate_count = 0;
    for (uint32_t i = 0; i < inner->gate_count; i++) {
        TermId gate = into->lock(into->context, inner->gates[i], edge.site);
        if (gate) edge.gates[edge.gate_count++] = gate;
    }
    if (!edge.held || !edge.acquired) return;
    add_gates(walk, before, NULL, &edge);
    add_edge(walk, edge);
}

void record_call(Walk *walk, const LockState *before, NodeId node, const Summary *callee, const Instantiation *into) {
    for (uint32_t i = 0; i < callee->acquisitions.count; i++)
        record_acquisition(walk, before, node, &callee->acquisitions.items[i], into);
    for (uint32_t i = 0; i < callee->open_edges.count; i++)
        record_open_edge(walk, before, node, &callee->open_edges.items[i], into);
}
