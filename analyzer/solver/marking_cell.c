// SPDX-License-Identifier: MIT
// Shared variables: what a cell holds at the end follows from how often it was written, like the marking of places:
// a counter is a sum; one of several constants is a token that stores move from value to value. Who waits at a
// condition for ever is there because of what it holds (net_monitor.h).
#include "solver/marking_encode.h"

#include <stdio.h>

enum { MOST_VALUES = 8 };

typedef struct CellTerms {
    MarkingEncoder *encoder;
    NetObjectId id;
    const NetObject *object;
    NetList list;
    Term value;
    int64_t values[MOST_VALUES]; // CHOSEN
    uint32_t value_count;
} CellTerms;

static const NetTransition *transition_at(const CellTerms *cell, uint32_t at) {
    return &cell->encoder->net->transitions.items[cell->list.items[at]];
}

static Term new_count(CellTerms *cell, const char *prefix, uint32_t first, uint32_t second) {
    Z3Session *session = cell->encoder->session;
    const char *name = arena_format(cell->encoder->arena, "%s%u_%u", prefix, (unsigned)first, (unsigned)second);
    Term count = z3_variable(session, name);
    z3_assert(session, z3_compare_constant(session, OPERATOR_GREATER_EQUAL, count, 0));
    return count;
}

static void encode_counter(CellTerms *cell) {
    MarkingEncoder *encoder = cell->encoder;
    Z3Session *session = encoder->session;
    TermList changes = {0};
    Term base = z3_variable(session, arena_format(encoder->arena, "base%u", (unsigned)cell->id));
    Term stored = marking_executed(encoder, cell->id, NET_STORE);
    array_push(&changes, encoder->arena, base);
    for (uint32_t i = 0; i < cell->list.count; i++) {
        const NetTransition *write = transition_at(cell, i);
        if (write->action == NET_INCREASE)
            array_push(&changes, encoder->arena,
                       z3_scale(session, write->amount.constant, encoder->executed[cell->list.items[i]]));
        if (write->action == NET_STORE)
            marking_require(encoder, marking_is_positive(encoder, stored),
                            z3_compare_constant(session, OPERATOR_EQUAL, base, write->amount.constant));
    }
    if (cell->object->has_value)
        marking_require(encoder, z3_compare_constant(session, OPERATOR_EQUAL, stored, 0),
                        z3_compare(session, OPERATOR_EQUAL, base, marking_amount(encoder, cell->object->capacity)));
    z3_assert(session, z3_compare(session, OPERATOR_EQUAL, cell->value, marking_sum(encoder, &changes)));
}

static uint32_t value_number(CellTerms *cell, int64_t value) {
    uint32_t at = 0;
    while (at < cell->value_count && cell->values[at] != value) at++;
    if (at == cell->value_count) cell->values[cell->value_count++] = value;
    return at;
}

// Moves of the token by one store, from each value that it may find; the last is one that is not known.
static void encode_store(CellTerms *cell, uint32_t at, TermList *in, TermList *out, TermList *arrivals) {
    MarkingEncoder *encoder = cell->encoder;
    const NetTransition *store = transition_at(cell, at);
    uint32_t to = value_number(cell, store->amount.constant);
    TermList moves = {0};
    for (uint32_t from = 0; from <= cell->value_count; from++) {
        bool is_unknown = from == cell->value_count;
        if (store->has_previous && (is_unknown || cell->values[from] != store->previous)) continue;
        if (is_unknown && cell->object->has_value) continue;
        Term move = new_count(cell, "move", cell->list.items[at], from);
        array_push(&moves, encoder->arena, move);
        array_push(&in[to], encoder->arena, move);
        array_push(&out[from], encoder->arena, move);
        if (from != to) array_push(&arrivals[to], encoder->arena, move);
    }
    z3_assert(encoder->session, z3_compare(encoder->session, OPERATOR_EQUAL, encoder->executed[cell->list.items[at]],
                                           marking_sum(encoder, &moves)));
}

static void encode_choice(CellTerms *cell) {
    MarkingEncoder *encoder = cell->encoder;
    Z3Session *session = encoder->session;
    TermList in[MOST_VALUES + 1] = {{0}}, out[MOST_VALUES + 1] = {{0}}, arrivals[MOST_VALUES + 1] = {{0}};
    if (cell->object->has_value) value_number(cell, cell->object->capacity.constant);
    for (uint32_t i = 0; i < cell->list.count; i++)
        if (transition_at(cell, i)->action == NET_STORE) value_number(cell, transition_at(cell, i)->amount.constant);
    for (uint32_t i = 0; i < cell->list.count; i++)
        if (transition_at(cell, i)->action == NET_STORE) encode_store(cell, i, in, out, arrivals);
    uint32_t first = cell->object->has_value ? 0 : cell->value_count;
    array_push(&in[first], encoder->arena, z3_constant(session, 1));
    for (uint32_t i = 0; i <= cell->value_count; i++) {
        Term leaves = marking_is_positive(encoder, marking_sum(encoder, &out[i]));
        if (i != first) // nothing moves on credit
            marking_require(encoder, leaves, marking_is_positive(encoder, marking_sum(encoder, &arrivals[i])));
        Term token = z3_subtract(session, marking_sum(encoder, &in[i]), marking_sum(encoder, &out[i]));
        z3_assert(session, z3_compare_constant(session, OPERATOR_GREATER_EQUAL, token, 0));
        z3_assert(session, z3_compare_constant(session, OPERATOR_LESS_EQUAL, token, 1));
        if (i < cell->value_count)
            marking_require(encoder, marking_is_positive(encoder, token),
                            z3_compare_constant(session, OPERATOR_EQUAL, cell->value, cell->values[i]));
    }
}

// A test that was passed found such a value at some time: the one at the start, or one that was stored.
static void encode_test(CellTerms *cell, uint32_t at) {
    MarkingEncoder *encoder = cell->encoder;
    const NetTransition *test = transition_at(cell, at);
    TermList sources = {0};
    if (!cell->object->has_value || test->amount.symbol) return;
    PathConstraint initial = {0, 0, test->amount.constant - cell->object->capacity.constant, test->comparison};
    if (path_constraint_holds(initial, NULL)) return;
    for (uint32_t i = 0; i < cell->list.count; i++) {
        const NetTransition *store = transition_at(cell, i);
        PathConstraint fits = {0, 0, test->amount.constant - store->amount.constant, test->comparison};
        if (store->action == NET_STORE && path_constraint_holds(fits, NULL))
            array_push(&sources, encoder->arena, encoder->executed[cell->list.items[i]]);
    }
    marking_require(encoder, marking_is_positive(encoder, encoder->executed[cell->list.items[at]]),
                    marking_is_positive(encoder, marking_sum(encoder, &sources)));
}

// Tests that are passed for ever: the value stays right, or changes for ever too.
static void encode_recurring_test(CellTerms *cell, uint32_t at) {
    MarkingEncoder *encoder = cell->encoder;
    Z3Session *session = encoder->session;
    const NetTransition *test = transition_at(cell, at);
    Term recurs = encoder->recurring[cell->list.items[at]];
    if (!recurs) return;
    Term changes = z3_add(session, marking_recurring(encoder, cell->id, NET_STORE),
                          marking_recurring(encoder, cell->id, NET_INCREASE));
    Term is_so = z3_compare(session, test->comparison, cell->value, marking_amount(encoder, test->amount));
    marking_require(encoder, marking_is_positive(encoder, recurs),
                    z3_or(session, (const Term[]){is_so, marking_is_positive(encoder, changes)}, 2));
}

static void encode_predicates(CellTerms *cell) {
    MarkingEncoder *encoder = cell->encoder;
    Z3Session *session = encoder->session;
    for (uint32_t i = 0; i < encoder->net->predicates.count; i++) {
        const NetPredicate *predicate = &encoder->net->predicates.items[i];
        Term resting = encoder->resting[predicate->place];
        if (predicate->cell != cell->id || !resting) continue;
        Term holds =
            z3_compare(session, predicate->comparison, cell->value, marking_amount(encoder, predicate->amount));
        Term woken = marking_is_positive(encoder, marking_waiting(encoder, predicate->mutex, NET_LOCK));
        if (predicate->may_be_woken) holds = z3_or(session, (const Term[]){holds, woken}, 2);
        marking_require(encoder, marking_is_positive(encoder, resting), holds);
    }
}

static void encode_cell(MarkingEncoder *encoder, NetObjectId id) {
    CellTerms cell = {
        .encoder = encoder, .id = id, .object = &encoder->net->objects.items[id], .list = encoder->index.of_object[id]};
    if (cell.object->form == CELL_OPEN) return;
    cell.value = z3_variable(encoder->session, arena_format(encoder->arena, "value%u", (unsigned)id));
    if (cell.object->form == CELL_COUNTED)
        encode_counter(&cell);
    else
        encode_choice(&cell);
    for (uint32_t i = 0; i < cell.list.count; i++) {
        if (transition_at(&cell, i)->action != NET_TEST) continue;
        if (cell.object->form == CELL_CHOSEN) encode_test(&cell, i);
        encode_recurring_test(&cell, i);
    }
    encode_predicates(&cell);
}

static bool is_excluded(const Net *net, NetTransitionId in, NetTransitionId out) {
    for (uint32_t i = 0; i < net->exclusions.count; i++)
        if (net->exclusions.items[i].in == in && net->exclusions.items[i].out == out) return true;
    return false;
}

// As many leave by a test at most as came by ways that leave it open.
static void encode_exclusion(MarkingEncoder *encoder, NetTransitionId out) {
    Z3Session *session = encoder->session;
    TermList ways = {0}, again = {0};
    NetList reaching = encoder->index.reaching[encoder->net->transitions.items[out].from];
    for (uint32_t i = 0; i < reaching.count; i++) {
        NetTransitionId in = reaching.items[i];
        if (is_excluded(encoder->net, in, out)) continue;
        array_push(&ways, encoder->arena, encoder->executed[in]);
        if (encoder->recurring[in]) array_push(&again, encoder->arena, encoder->recurring[in]);
    }
    z3_assert(session, z3_compare(session, OPERATOR_LESS_EQUAL, encoder->executed[out], marking_sum(encoder, &ways)));
    if (encoder->recurring[out])
        z3_assert(session,
                  z3_compare(session, OPERATOR_LESS_EQUAL, encoder->recurring[out], marking_sum(encoder, &again)));
}

void marking_encode_cells(MarkingEncoder *encoder) {
    if (encoder->mode != MARKING_FINAL) return;
    for (NetObjectId i = 1; i < encoder->net->objects.count; i++)
        if (encoder->net->objects.items[i].is_cell) encode_cell(encoder, i);
    const Net *net = encoder->net;
    for (uint32_t i = 0; i < net->exclusions.count; i++)
        if (!i || net->exclusions.items[i - 1].out != net->exclusions.items[i].out)
            encode_exclusion(encoder, net->exclusions.items[i].out);
}
