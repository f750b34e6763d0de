// SPDX-License-Identifier: MIT
#include "solver/order.h"

#include "solver/order_encode.h"

#include <stdlib.h>

enum { DEFAULT_RESOURCES = 7500000, DEFAULT_TURNS = 2, OTHER_TIES = 1 << 20 };

const char *order_verdict_name(OrderVerdict verdict) {
    static const char *const names[] = {"safe", "stuck", "unverified"};
    return names[verdict];
}

static int64_t value_of(OrderEncoder *encoder, Term term) {
    int64_t value = 0;
    z3_session_value(encoder->session, term, &value);
    return value;
}

typedef struct Timed {
    int64_t time;
    uint32_t tie; // what only looks comes before what changes, and the halves of a rendezvous stay together
    OrderEventId event;
} Timed;

static int compare_timed(const void *left, const void *right) {
    const Timed *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (a->tie != b->tie) return a->tie < b->tie ? -1 : 1;
    return (a->event > b->event) - (a->event < b->event);
}

static uint32_t tie_of(const NetTransition *transition) {
    bool looks = transition->action == NET_DEFAULT || transition->action == NET_WAIT_ZERO ||
                 transition->action == NET_RECEIVE_CLOSED;
    if (looks) return 0;
    bool is_wake = transition->action == NET_WAKE;
    bool ends_waits = transition->action == NET_SIGNAL || transition->action == NET_BROADCAST;
    if (ends_waits || is_wake) return 1 + transition->object * 2 + is_wake; // who begins to wait now is not woken
    return OTHER_TIES + transition->object;
}

// By event: the one that follows it at once, as its other half; by that one: 1.
static OrderEventId *read_matches(OrderEncoder *encoder, bool *is_second) {
    OrderEventId *second = arena_new_array(encoder->arena, OrderEventId, encoder->unrolled->events.count);
    for (uint32_t i = 0; i < encoder->matches.count; i++) {
        const OrderMatch *match = &encoder->matches.items[i];
        if (!z3_session_holds(encoder->session, match->term)) continue;
        second[match->first] = match->second;
        is_second[match->second] = true;
    }
    return second;
}

static void add_step(OrderEncoder *encoder, OrderResult *result, OrderEventId id, Arena *arena) {
    const OrderEvent *event = &encoder->unrolled->events.items[id];
    InstanceId instance = encoder->unrolled->stands.items[event->from].instance;
    array_push(&result->run, arena, (OrderStep){event->transition, instance, event->child});
}

static void read_run(OrderEncoder *encoder, OrderResult *result, Arena *arena) {
    const Unrolled *unrolled = encoder->unrolled;
    ARRAY(Timed) timed = {0};
    for (OrderEventId i = 1; i < unrolled->events.count; i++) {
        StandId to = unrolled->events.items[i].to;
        if (!to || !z3_session_holds(encoder->session, encoder->happens[i])) continue;
        Timed one = {value_of(encoder, encoder->time[to]), tie_of(order_transition(encoder, i)), i};
        array_push(&timed, encoder->arena, one);
    }
    if (timed.count) qsort(timed.items, timed.count, sizeof *timed.items, compare_timed);
    bool *is_second = arena_new_array(encoder->arena, bool, unrolled->events.count);
    OrderEventId *second = read_matches(encoder, is_second);
    for (uint32_t i = 0; i < timed.count; i++) {
        OrderEventId event = timed.items[i].event;
        if (is_second[event]) continue;
        add_step(encoder, result, event, arena);
        if (second[event]) add_step(encoder, result, second[event], arena);
    }
    for (StandId i = 1; i < unrolled->stands.count; i++)
        if (encoder->rests[i] != encoder->falsehood && z3_session_holds(encoder->session, encoder->rests[i]) &&
            !encoder->net->places.items[unrolled->stands.items[i].place].is_end)
            array_push(&result->waiting, arena, unrolled->stands.items[i].place);
    result->symbols = arena_new_array(arena, int64_t, encoder->net->symbols.count);
    for (NetSymbolId i = 1; i < encoder->net->symbols.count; i++)
        result->symbols[i] = value_of(encoder, encoder->symbols[i]);
}

static void write_dump(OrderEncoder *encoder, SmtDump *dump, Z3Answer answer) {
    static const char *const answers[] = {"unsat", "sat", "unknown"};
    Text comment = {0};
    net_print(encoder->net, &comment);
    smt_dump(dump, encoder->net->name, "can a run get stuck? (order formula of the unrolled net)", answers[answer],
             text_value(&comment), z3_session_text(encoder->session));
    text_free(&comment);
}

static void fix_symbols(OrderEncoder *encoder, const int64_t *values) {
    for (NetSymbolId i = 1; values && i < encoder->net->symbols.count; i++)
        z3_assert(encoder->session,
                  z3_compare_constant(encoder->session, OPERATOR_EQUAL, encoder->symbols[i], values[i]));
}

static void unverified(OrderResult *result, const char *reason) {
    result->verdict = ORDER_UNVERIFIED;
    result->reason = reason;
}

// A proof also needs that the net says everything and that the run cannot end at a misuse.
static void take_answer(OrderEncoder *encoder, Z3Answer answer, OrderResult *result, Arena *arena) {
    const Net *net = encoder->net;
    if (answer == Z3_ANSWER_UNKNOWN) {
        unverified(result, "resource limit");
    } else if (answer == Z3_ANSWER_SATISFIABLE) {
        result->verdict = ORDER_STUCK;
        read_run(encoder, result, arena);
    } else if (net->gaps.count) {
        unverified(result, net->gaps.items[0].reason);
        result->source = net->gaps.items[0].source;
    } else if (encoder->assumes_no_misuse) {
        unverified(result, "a lock is given back by others than who took it");
    }
}

// Whether some run comes to where a wait group falls below zero; what it does then is not followed.
static bool may_misuse(Unrolled *unrolled, const OrderQuestion *question) {
    const Net *net = unrolled->net;
    Z3Session *session = z3_session_open();
    OrderEncoder encoder = order_encoder_create(session, unrolled, unrolled->arena);
    order_encode_flow(&encoder);
    order_encode_objects(&encoder);
    fix_symbols(&encoder, question->values);
    OrderTerms misuses = {0};
    for (NetObjectId i = 1; i < net->objects.count; i++)
        if (net->objects.items[i].kind == OBJECT_WAIT_GROUP && net->objects.items[i].is_single)
            array_push(&misuses, unrolled->arena, order_misuses_group(&encoder, i));
    z3_assert(session, order_any(&encoder, &misuses));
    bool is_excluded = !misuses.count || z3_session_check(session, DEFAULT_RESOURCES) == Z3_ANSWER_UNSATISFIABLE;
    z3_session_close(session);
    return !is_excluded;
}

static bool counts_down(const Net *net) {
    for (NetTransitionId i = 1; i < net->transitions.count; i++) {
        const NetTransition *transition = &net->transitions.items[i];
        if (transition->action == NET_DONE) return true;
        if (transition->action == NET_ADD && (transition->amount.symbol || transition->amount.constant < 0))
            return true;
    }
    return false;
}

static void ask(Unrolled *unrolled, const OrderQuestion *question, OrderResult *result, Arena *arena) {
    Z3Session *session = z3_session_open();
    OrderEncoder encoder = order_encoder_create(session, unrolled, unrolled->arena);
    order_encode_flow(&encoder);
    order_encode_objects(&encoder);
    order_encode_rest(&encoder);
    fix_symbols(&encoder, question->values);
    z3_assert(session, order_is_stuck(&encoder));
    result->event_count = unrolled->events.count - 1;
    result->atom_count = encoder.atom_count;
    result->match_count = encoder.match_count;
    if (encoder.atom_count > ORDER_MOST_ATOMS || encoder.match_count > ORDER_MOST_MATCHES) {
        unverified(result, "too many orders");
    } else {
        uint32_t limit = question->resource_limit ? question->resource_limit : DEFAULT_RESOURCES;
        Z3Answer answer = z3_session_check(session, limit);
        take_answer(&encoder, answer, result, arena);
        if (question->dump) write_dump(&encoder, question->dump, answer);
    }
    z3_session_close(session);
}

// Tests of cells are not looked at, nor is who receives of a channel and is served by a send to all kept apart in time.
static bool has_free_choices(const Net *net) {
    bool *wakes = arena_new_array(net->arena, bool, net->places.count);
    for (NetTransitionId i = 1; i < net->transitions.count; i++)
        wakes[net->transitions.items[i].from] |= net->transitions.items[i].action == NET_WAKE;
    for (NetTransitionId i = 1; i < net->transitions.count; i++) {
        const NetTransition *transition = &net->transitions.items[i];
        if (transition->action == NET_TEST || (transition->action == NET_RECEIVE && wakes[transition->from]))
            return true;
    }
    return false;
}

OrderResult order_decide(const Net *net, const OrderQuestion *question, Arena *arena) {
    OrderResult result = {.verdict = ORDER_SAFE};
    Arena *scratch = arena_create();
    Unrolled *unrolled = net_unroll(net, question->turns ? question->turns : DEFAULT_TURNS, scratch);
    result.is_cut = unrolled->is_cut;
    result.is_free = has_free_choices(net);
    if (unrolled->problem)
        unverified(&result, unrolled->problem);
    else
        ask(unrolled, question, &result, arena);
    if (result.verdict == ORDER_SAFE && counts_down(net) && may_misuse(unrolled, question))
        unverified(&result, "a wait group may fall below zero");
    arena_destroy(scratch);
    return result;
}
