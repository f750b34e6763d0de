// SPDX-License-Identifier: MIT
#include "solver/marking_encode.h"

#include "base/status.h"

#include <stdio.h>

static Term count_variable(MarkingEncoder *encoder, const char *prefix, uint32_t id) {
    char name[32];
    snprintf(name, sizeof name, "%s%u", prefix, (unsigned)id);
    Term variable = z3_variable(encoder->session, name);
    z3_assert(encoder->session, z3_compare_constant(encoder->session, OPERATOR_GREATER_EQUAL, variable, 0));
    return variable;
}

static bool may_rest(const MarkingEncoder *encoder, NetPlaceId place) {
    if (encoder->net->places.items[place].is_process_end) return false;
    return encoder->mode == MARKING_MISUSE || encoder->net->places.items[place].is_end || encoder->may_wait[place];
}

static bool *find_waiting_places(const Net *net, Arena *arena) {
    bool *may_wait = arena_new_array(arena, bool, net->places.count);
    for (NetPlaceId i = 1; i < net->places.count; i++)
        may_wait[i] = !net->places.items[i].is_end && !net->places.items[i].is_process_end;
    for (NetTransitionId i = 1; i < net->transitions.count; i++) {
        const NetTransition *transition = &net->transitions.items[i];
        if (!transition->is_optional && !net_action_may_wait(transition->action)) may_wait[transition->from] = false;
    }
    return may_wait;
}

static Term sum_of(MarkingEncoder *encoder, NetList list) {
    TermList terms = {0};
    for (uint32_t i = 0; i < list.count; i++) array_push(&terms, encoder->arena, encoder->executed[list.items[i]]);
    return marking_sum(encoder, &terms);
}

static bool is_spawned(const MarkingEncoder *encoder, NetTaskId task) {
    NetList list = encoder->index.of_task[task];
    for (uint32_t i = 0; i < list.count; i++)
        if (encoder->net->transitions.items[list.items[i]].action == NET_SPAWN) return true;
    return false;
}

static bool has_one_instance(const MarkingEncoder *encoder, NetTaskId task) {
    NetAmount initial = encoder->net->tasks.items[task].initial;
    return !initial.symbol && initial.constant == 1 && !is_spawned(encoder, task);
}

// Who came into the place and neither left it nor runs on.
static Term remaining(MarkingEncoder *encoder, NetPlaceId place) {
    Z3Session *session = encoder->session;
    NetTaskId task = encoder->net->places.items[place].task;
    Term in = sum_of(encoder, encoder->index.reaching[place]), out = sum_of(encoder, encoder->index.leaving[place]);
    if (encoder->net->tasks.items[task].entry == place) in = z3_add(session, encoder->instances[task], in);
    if (encoder->running[place]) out = z3_add(session, out, encoder->running[place]);
    return z3_subtract(session, in, out);
}

MarkingEncoder marking_encoder_create(Z3Session *session, const Net *net, MarkingMode mode, Arena *arena) {
    MarkingEncoder encoder = {
        .session = session, .arena = arena, .net = net, .index = net_index(net, arena), .mode = mode};
    encoder.loops = net_find_loops(net, &encoder.index, arena);
    encoder.may_wait = find_waiting_places(net, arena);
    encoder.executed = arena_new_array(arena, Term, net->transitions.count);
    encoder.resting = arena_new_array(arena, Term, net->places.count);
    encoder.instances = arena_new_array(arena, Term, net->tasks.count);
    encoder.symbols = arena_new_array(arena, Term, net->symbols.count);
    encoder.symbols[0] = z3_constant(session, 0);
    for (NetSymbolId i = 1; i < net->symbols.count; i++) {
        char name[32];
        snprintf(name, sizeof name, "s%u", (unsigned)i);
        encoder.symbols[i] = z3_variable(session, name);
    }
    for (NetTransitionId i = 1; i < net->transitions.count; i++) encoder.executed[i] = count_variable(&encoder, "x", i);
    for (NetTaskId i = 1; i < net->tasks.count; i++)
        encoder.instances[i] =
            has_one_instance(&encoder, i) ? z3_constant(session, 1) : count_variable(&encoder, "n", i);
    marking_find_recurrence(&encoder);
    for (NetPlaceId i = 1; i < net->places.count; i++)
        if (may_rest(&encoder, i)) encoder.resting[i] = remaining(&encoder, i);
    return encoder;
}

Term marking_amount(MarkingEncoder *encoder, NetAmount amount) {
    if (!amount.symbol) return z3_constant(encoder->session, amount.constant);
    if (!amount.constant) return encoder->symbols[amount.symbol];
    return z3_add(encoder->session, encoder->symbols[amount.symbol], z3_constant(encoder->session, amount.constant));
}

Term marking_sum(MarkingEncoder *encoder, const TermList *terms) {
    return z3_sum(encoder->session, terms->items, terms->count);
}

Term marking_constraint(MarkingEncoder *encoder, PathConstraint constraint) {
    Term right = marking_amount(encoder, (NetAmount){constraint.right, constraint.constant});
    return z3_compare(encoder->session, constraint.operator_, encoder->symbols[constraint.left], right);
}

// What comes in goes out or rests.
static void encode_place(MarkingEncoder *encoder, NetPlaceId place) {
    Operator operator_ = encoder->resting[place] ? OPERATOR_GREATER_EQUAL : OPERATOR_EQUAL;
    Term rest = encoder->resting[place] ? encoder->resting[place] : remaining(encoder, place);
    z3_assert(encoder->session, z3_compare_constant(encoder->session, operator_, rest, 0));
}

static void encode_instances(MarkingEncoder *encoder, NetTaskId task) {
    Z3Session *session = encoder->session;
    TermList terms = {0};
    Term initial = marking_amount(encoder, encoder->net->tasks.items[task].initial);
    array_push(&terms, encoder->arena, initial);
    NetList list = encoder->index.of_task[task];
    for (uint32_t i = 0; i < list.count; i++)
        if (encoder->net->transitions.items[list.items[i]].action == NET_SPAWN)
            array_push(&terms, encoder->arena, encoder->executed[list.items[i]]);
    z3_assert(session, z3_compare(session, OPERATOR_EQUAL, encoder->instances[task], marking_sum(encoder, &terms)));
    z3_assert(session, z3_compare_constant(session, OPERATOR_GREATER_EQUAL, initial, 0));
}

static void encode_guards(MarkingEncoder *encoder, NetTransitionId id) {
    const NetTransition *transition = &encoder->net->transitions.items[id];
    for (uint32_t i = 0; i < transition->guard_count; i++)
        marking_require(encoder, marking_is_positive(encoder, encoder->executed[id]),
                        marking_constraint(encoder, encoder->net->guards.items[transition->first_guard + i]));
}

static Term loop_entries(MarkingEncoder *encoder, const NetLoop *loop) {
    Term entries = sum_of(encoder, (NetList){loop->entries.items, loop->entries.count});
    if (!loop->is_entered_by_start) return entries;
    return z3_add(encoder->session, encoder->instances[encoder->net->places.items[loop->head].task], entries);
}

// One instance comes once: the common case, with simpler formulas.
static bool is_entered_once(const MarkingEncoder *encoder, const NetLoop *loop) {
    NetTaskId task = encoder->net->places.items[loop->head].task;
    return !loop->parent && has_one_instance(encoder, task);
}

// Every entry that reaches the exit has taken the body `trip` times, every other one at most so often. With a
// symbolic trip this is linear only for one entry.
static void encode_trip(MarkingEncoder *encoder, const NetLoop *loop, Term entries) {
    Z3Session *session = encoder->session;
    const NetPlace *head = &encoder->net->places.items[loop->head];
    Term body = encoder->executed[head->body], exit = encoder->executed[head->exit];
    if (!head->trip.symbol) {
        int64_t trip = head->trip.constant > 0 ? head->trip.constant : 0;
        z3_assert(session, z3_compare(session, OPERATOR_LESS_EQUAL, body, z3_scale(session, trip, entries)));
        z3_assert(session, z3_compare(session, OPERATOR_GREATER_EQUAL, body, z3_scale(session, trip, exit)));
        return;
    }
    Term trip = marking_amount(encoder, head->trip), zero = z3_constant(session, 0);
    if (is_entered_once(encoder, loop)) {
        Term none = z3_compare(session, OPERATOR_EQUAL, body, zero);
        Term some = z3_compare(session, OPERATOR_LESS_EQUAL, body, trip);
        z3_assert(session, z3_or(session, (const Term[]){none, some}, 2));
        marking_require(encoder, marking_is_positive(encoder, exit),
                        z3_compare(session, OPERATOR_GREATER_EQUAL, body, trip));
        return;
    }
    Term is_once = z3_compare_constant(session, OPERATOR_LESS_EQUAL, entries, 1);
    Term is_left = marking_is_positive(encoder, exit), is_taken = marking_is_positive(encoder, body);
    marking_require(encoder, is_taken, z3_compare(session, OPERATOR_GREATER, trip, zero));
    marking_require(encoder, z3_and(session, (const Term[]){is_once, is_taken}, 2),
                    z3_compare(session, OPERATOR_LESS_EQUAL, body, trip));
    marking_require(encoder, is_left, z3_compare(session, OPERATOR_GREATER_EQUAL, body, trip));
    marking_require(encoder, marking_is_positive(encoder, trip),
                    z3_compare(session, OPERATOR_GREATER_EQUAL, body, exit));
}

// A loop runs only when it was entered: without this its flow could feed itself.
static void encode_loop(MarkingEncoder *encoder, const NetLoop *loop) {
    Term inside = sum_of(encoder, (NetList){loop->inside.items, loop->inside.count});
    Term entries = loop_entries(encoder, loop);
    marking_require(encoder, marking_is_positive(encoder, inside), marking_is_positive(encoder, entries));
    if (loop->has_one_entry && encoder->net->places.items[loop->head].has_trip) encode_trip(encoder, loop, entries);
}

static void encode_conversion(MarkingEncoder *encoder, const NetConversion *conversion) {
    Z3Session *session = encoder->session;
    Term from = marking_amount(encoder, conversion->from);
    Term fits = z3_and(session,
                       (const Term[]){z3_compare_constant(session, OPERATOR_GREATER_EQUAL, from, conversion->least),
                                      z3_compare_constant(session, OPERATOR_LESS_EQUAL, from, conversion->most)},
                       2);
    marking_require(encoder, fits, z3_compare(session, OPERATOR_EQUAL, from, encoder->symbols[conversion->to]));
}

void marking_encode_flow(MarkingEncoder *encoder) {
    const Net *net = encoder->net;
    for (NetTaskId i = 1; i < net->tasks.count; i++) encode_instances(encoder, i);
    for (NetPlaceId i = 1; i < net->places.count; i++) encode_place(encoder, i);
    for (NetTransitionId i = 1; i < net->transitions.count; i++) encode_guards(encoder, i);
    for (NetLoopId i = 1; i < encoder->loops.loops.count; i++) encode_loop(encoder, &encoder->loops.loops.items[i]);
    for (uint32_t i = 0; i < net->conversions.count; i++) encode_conversion(encoder, &net->conversions.items[i]);
    for (uint32_t i = 0; i < net->assumptions.count; i++)
        z3_assert(encoder->session, marking_constraint(encoder, net->assumptions.items[i]));
}
