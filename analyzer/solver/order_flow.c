// SPDX-License-Identifier: MIT
#include "solver/order_encode.h"

#include <limits.h>
#include <stdio.h>

static Term named(OrderEncoder *encoder, char prefix, uint32_t id, bool is_time) {
    char name[32];
    snprintf(name, sizeof name, "%c%u", prefix, (unsigned)id);
    return is_time ? z3_variable(encoder->session, name) : z3_proposition(encoder->session, name);
}

static Term any_event(OrderEncoder *encoder, const OrderEventId *events, uint32_t count) {
    OrderTerms terms = {0};
    for (uint32_t i = 0; i < count; i++)
        if (encoder->unrolled->events.items[events[i]].to)
            array_push(&terms, encoder->arena, encoder->happens[events[i]]);
    return order_any(encoder, &terms);
}

static Term reached(OrderEncoder *encoder, StandId id) {
    const Stand *stand = &encoder->unrolled->stands.items[id];
    const Instance *instance = &encoder->unrolled->instances.items[stand->instance];
    if (instance->entry != id) return any_event(encoder, stand->in.items, stand->in.count);
    return instance->spawn ? encoder->happens[instance->spawn] : encoder->truth;
}

static bool may_rest(const OrderEncoder *encoder, const Stand *stand) {
    const NetPlace *place = &encoder->net->places.items[stand->place];
    return place->is_end || net_place_may_wait(encoder->net, stand->place);
}

OrderEncoder order_encoder_create(Z3Session *session, Unrolled *unrolled, Arena *arena) {
    OrderEncoder encoder = {.session = session, .arena = arena, .net = unrolled->net, .unrolled = unrolled};
    uint32_t stand_count = unrolled->stands.count;
    encoder.truth = z3_truth(session, true);
    encoder.falsehood = z3_truth(session, false);
    encoder.happens = arena_new_array(arena, Term, unrolled->events.count);
    encoder.reached = arena_new_array(arena, Term, stand_count);
    encoder.rests = arena_new_array(arena, Term, stand_count);
    encoder.time = arena_new_array(arena, Term, stand_count);
    encoder.resting_at = arena_new_array(arena, Term *, unrolled->net->objects.count * NET_ACTION_COUNT);
    encoder.asked = arena_new_array(arena, uint64_t *, stand_count);
    encoder.symbols = arena_new_array(arena, Term, unrolled->net->symbols.count);
    encoder.symbols[0] = z3_constant(session, 0);
    for (NetSymbolId i = 1; i < unrolled->net->symbols.count; i++) encoder.symbols[i] = named(&encoder, 's', i, true);
    for (OrderEventId i = 1; i < unrolled->events.count; i++)
        encoder.happens[i] = unrolled->events.items[i].to ? named(&encoder, 'x', i, false) : encoder.falsehood;
    for (StandId i = 1; i < stand_count; i++) {
        const Stand *stand = &unrolled->stands.items[i];
        encoder.time[i] = named(&encoder, 't', i, true);
        encoder.reached[i] = reached(&encoder, i);
        Term leaves = any_event(&encoder, stand->out.items, stand->out.count);
        encoder.rests[i] = encoder.falsehood;
        if (may_rest(&encoder, stand))
            encoder.rests[i] = order_both(&encoder, encoder.reached[i], order_not(&encoder, leaves));
    }
    return encoder;
}

StandId order_stand_of(const OrderEncoder *encoder, OrderEventId event) {
    return encoder->unrolled->events.items[event].to;
}

// Counts each comparison once.
static void note_atom(OrderEncoder *encoder, StandId first, StandId second) {
    if (!encoder->asked[first])
        encoder->asked[first] = arena_new_array(encoder->arena, uint64_t, encoder->unrolled->stands.count / 64 + 1);
    uint64_t bit = UINT64_C(1) << (second % 64);
    encoder->atom_count += !(encoder->asked[first][second / 64] & bit);
    encoder->asked[first][second / 64] |= bit;
}

Term order_before(OrderEncoder *encoder, StandId first, StandId second) {
    const Unrolled *unrolled = encoder->unrolled;
    if (stand_precedes(unrolled, first, second)) return encoder->truth;
    bool is_one_instance = unrolled->stands.items[first].instance == unrolled->stands.items[second].instance;
    if (first == second || is_one_instance || stand_precedes(unrolled, second, first)) return encoder->falsehood;
    note_atom(encoder, first, second);
    if (encoder->atom_count > ORDER_MOST_ATOMS) return encoder->truth; // given up: order.c asks nothing then
    return z3_compare(encoder->session, OPERATOR_LESS, encoder->time[first], encoder->time[second]);
}

Term order_happens_before(OrderEncoder *encoder, OrderEventId event, StandId stand) {
    if (!stand) return encoder->happens[event];
    Term before = order_before(encoder, order_stand_of(encoder, event), stand);
    if (before == encoder->truth) return encoder->happens[event];
    return before == encoder->falsehood ? before : order_both(encoder, encoder->happens[event], before);
}

EventList order_events(const OrderEncoder *encoder, NetObjectId object, NetAction action) {
    EventList events = {0};
    const Unrolled *unrolled = encoder->unrolled;
    for (uint32_t i = 0; i < unrolled->of_object[object].count; i++) {
        OrderEventId event = unrolled->of_object[object].items[i];
        if (order_transition(encoder, event)->action == action) array_push(&events, encoder->arena, event);
    }
    return events;
}

void order_keep_apart(OrderEncoder *encoder, const EventList *events) {
    for (uint32_t i = 0; i < events->count; i++)
        for (uint32_t k = 0; k < i; k++) {
            OrderEventId left = events->items[i], right = events->items[k];
            if (order_instance(encoder, left) == order_instance(encoder, right)) continue;
            StandId a = order_stand_of(encoder, left), b = order_stand_of(encoder, right);
            Term ordered = order_either(encoder, order_before(encoder, a, b), order_before(encoder, b, a));
            order_require(encoder, order_both(encoder, encoder->happens[left], encoder->happens[right]), ordered);
        }
}

Term order_same_time(OrderEncoder *encoder, OrderEventId left, OrderEventId right) {
    return z3_compare(encoder->session, OPERATOR_EQUAL, encoder->time[order_stand_of(encoder, left)],
                      encoder->time[order_stand_of(encoder, right)]);
}

Term order_match(OrderEncoder *encoder, OrderEventId first, OrderEventId second) {
    char name[40];
    snprintf(name, sizeof name, "m%u_%u", (unsigned)first, (unsigned)second);
    Term term = z3_proposition(encoder->session, name);
    const Term needs[] = {encoder->happens[first], encoder->happens[second], order_same_time(encoder, first, second)};
    order_require(encoder, term, z3_and(encoder->session, needs, 3));
    encoder->match_count++;
    array_push(&encoder->matches, encoder->arena, (OrderMatch){first, second, term});
    return term;
}

// A sum of weights of formulas: those that are negative count from what is missing.
typedef struct Sum {
    OrderTerms formulas;
    ARRAY(int) weights;
    OrderTerms amounts; // integers of symbolic weight
    int64_t constant;
} Sum;

static void add_weight(OrderEncoder *encoder, Sum *sum, Term formula, int64_t weight) {
    if (formula == encoder->falsehood || weight == 0) return;
    if (formula == encoder->truth) {
        sum->constant += weight;
        return;
    }
    if (weight < 0) {
        sum->constant += weight;
        formula = order_not(encoder, formula);
        weight = -weight;
    }
    array_push(&sum->formulas, encoder->arena, formula);
    array_push(&sum->weights, encoder->arena, (int)(weight < INT_MAX ? weight : INT_MAX));
}

static Term amount_term(OrderEncoder *encoder, NetAmount amount) {
    Term constant = z3_constant(encoder->session, amount.constant);
    return amount.symbol ? z3_add(encoder->session, encoder->symbols[amount.symbol], constant) : constant;
}

static void add_events(OrderEncoder *encoder, Sum *sum, const EventList *events, StandId stand, int64_t sign) {
    for (uint32_t i = 0; i < events->count; i++) {
        Term formula = order_happens_before(encoder, events->items[i], stand);
        const NetTransition *transition = order_transition(encoder, events->items[i]);
        NetAmount amount = transition->action == NET_ADD ? transition->amount : net_constant(1);
        if (!amount.symbol) {
            add_weight(encoder, sum, formula, sign * amount.constant);
            continue;
        }
        Term value = z3_scale(encoder->session, sign, amount_term(encoder, amount));
        Term counted = z3_if(encoder->session, formula, value, z3_constant(encoder->session, 0));
        array_push(&sum->amounts, encoder->arena, counted);
    }
}

Term order_count(OrderEncoder *encoder, const EventList *plus, const EventList *minus, StandId stand,
                 Operator operator_, NetAmount amount) {
    Sum sum = {0};
    if (plus) add_events(encoder, &sum, plus, stand, 1);
    if (minus) add_events(encoder, &sum, minus, stand, -1);
    if (!amount.symbol && !sum.amounts.count) {
        int64_t bound = amount.constant - sum.constant;
        return z3_weigh(encoder->session, sum.formulas.items, sum.weights.items, sum.formulas.count, operator_,
                        bound > INT_MAX   ? INT_MAX
                        : bound < INT_MIN ? INT_MIN
                                          : (int)bound);
    }
    for (uint32_t i = 0; i < sum.formulas.count; i++) {
        Term weight = z3_constant(encoder->session, sum.weights.items[i]), none = z3_constant(encoder->session, 0);
        array_push(&sum.amounts, encoder->arena, z3_if(encoder->session, sum.formulas.items[i], weight, none));
    }
    array_push(&sum.amounts, encoder->arena, z3_constant(encoder->session, sum.constant));
    return z3_compare(encoder->session, operator_, z3_sum(encoder->session, sum.amounts.items, sum.amounts.count),
                      amount_term(encoder, amount));
}

static Term constraint_term(OrderEncoder *encoder, PathConstraint constraint) {
    return z3_compare(encoder->session, constraint.operator_, encoder->symbols[constraint.left],
                      amount_term(encoder, (NetAmount){constraint.right, constraint.constant}));
}

// Guards, and for the head of a counted loop which turn it is.
static Term guard_of(OrderEncoder *encoder, OrderEventId id) {
    const OrderEvent *event = &encoder->unrolled->events.items[id];
    const NetTransition *transition = order_transition(encoder, id);
    const NetPlace *place = &encoder->net->places.items[transition->from];
    OrderTerms terms = {0};
    for (uint32_t i = 0; i < transition->guard_count; i++) // a loop's own guard is about its first turn
        if (!place->has_trip || (event->transition != place->body && event->transition != place->exit))
            array_push(&terms, encoder->arena,
                       constraint_term(encoder, encoder->net->guards.items[transition->first_guard + i]));
    if (place->has_trip && place->trip.symbol) {
        Term turn = z3_constant(encoder->session, stand_turn(encoder->unrolled, event->from));
        Term trip = amount_term(encoder, place->trip);
        if (event->transition == place->body)
            array_push(&terms, encoder->arena, z3_compare(encoder->session, OPERATOR_LESS, turn, trip));
        if (event->transition == place->exit)
            array_push(&terms, encoder->arena, z3_compare(encoder->session, OPERATOR_GREATER_EQUAL, turn, trip));
    }
    return z3_and(encoder->session, terms.items, terms.count);
}

// One way out of each stand at most.
static void encode_choice(OrderEncoder *encoder, const Stand *stand) {
    for (uint32_t i = 0; i < stand->out.count; i++)
        for (uint32_t k = 0; k < i; k++) {
            Term left = encoder->happens[stand->out.items[i]], right = encoder->happens[stand->out.items[k]];
            if (left == encoder->falsehood || right == encoder->falsehood) continue;
            z3_assert(encoder->session, order_not(encoder, order_both(encoder, left, right)));
        }
}

static void encode_default(OrderEncoder *encoder, OrderEventId id) {
    const OrderEvent *event = &encoder->unrolled->events.items[id];
    const Stand *stand = &encoder->unrolled->stands.items[event->from];
    for (uint32_t i = 0; i < stand->out.count; i++) {
        if (order_transition(encoder, stand->out.items[i])->action == NET_DEFAULT) continue;
        Term is_possible = order_is_possible(encoder, stand->out.items[i], event->to);
        order_require(encoder, encoder->happens[id], order_not(encoder, is_possible));
    }
}

static void encode_event(OrderEncoder *encoder, OrderEventId id) {
    const OrderEvent *event = &encoder->unrolled->events.items[id];
    if (!event->to) return;
    Term happens = encoder->happens[id], *time = encoder->time;
    order_require(encoder, happens, encoder->reached[event->from]);
    order_require(encoder, happens, guard_of(encoder, id));
    order_require(encoder, happens, z3_compare(encoder->session, OPERATOR_LESS, time[event->from], time[event->to]));
    if (event->child) {
        StandId entry = encoder->unrolled->instances.items[event->child].entry;
        order_require(encoder, happens, z3_compare(encoder->session, OPERATOR_LESS, time[event->to], time[entry]));
    }
    if (order_transition(encoder, id)->action == NET_DEFAULT) encode_default(encoder, id);
}

static void encode_conversion(OrderEncoder *encoder, const NetConversion *conversion) {
    Term from = amount_term(encoder, conversion->from);
    Term fits =
        order_both(encoder, z3_compare_constant(encoder->session, OPERATOR_GREATER_EQUAL, from, conversion->least),
                   z3_compare_constant(encoder->session, OPERATOR_LESS_EQUAL, from, conversion->most));
    Term is_same = z3_compare(encoder->session, OPERATOR_EQUAL, from, encoder->symbols[conversion->to]);
    order_require(encoder, fits, is_same);
}

void order_encode_flow(OrderEncoder *encoder) {
    const Unrolled *unrolled = encoder->unrolled;
    for (uint32_t i = 0; i < encoder->net->assumptions.count; i++)
        z3_assert(encoder->session, constraint_term(encoder, encoder->net->assumptions.items[i]));
    for (uint32_t i = 0; i < encoder->net->conversions.count; i++)
        encode_conversion(encoder, &encoder->net->conversions.items[i]);
    for (StandId i = 1; i < unrolled->stands.count; i++) {
        const Stand *stand = &unrolled->stands.items[i];
        encode_choice(encoder, stand);
        if (encoder->net->places.items[stand->place].is_process_end)
            z3_assert(encoder->session, order_not(encoder, encoder->reached[i]));
    }
    for (OrderEventId i = 1; i < unrolled->events.count; i++) encode_event(encoder, i);
}

static void encode_rest_at(OrderEncoder *encoder, StandId id) {
    const Stand *stand = &encoder->unrolled->stands.items[id];
    if (encoder->net->places.items[stand->place].is_end) return;
    if (encoder->rests[id] == encoder->falsehood) {
        order_require(encoder, encoder->reached[id], any_event(encoder, stand->out.items, stand->out.count));
        return;
    }
    for (uint32_t i = 0; i < stand->out.count; i++) {
        OrderEventId event = stand->out.items[i];
        if (order_transition(encoder, event)->is_optional) continue;
        Term is_open = order_is_possible(encoder, event, 0);
        if (!net_action_may_wait(order_transition(encoder, event)->action)) // else the guard tells a value, no more
            is_open = order_both(encoder, guard_of(encoder, event), is_open);
        order_require(encoder, encoder->rests[id], order_not(encoder, is_open));
    }
}

void order_encode_rest(OrderEncoder *encoder) {
    for (StandId i = 1; i < encoder->unrolled->stands.count; i++) encode_rest_at(encoder, i);
}

Term order_is_stuck(OrderEncoder *encoder) {
    OrderTerms terms = {0};
    for (StandId i = 1; i < encoder->unrolled->stands.count; i++)
        if (!encoder->net->places.items[encoder->unrolled->stands.items[i].place].is_end &&
            encoder->rests[i] != encoder->falsehood)
            array_push(&terms, encoder->arena, encoder->rests[i]);
    return order_any(encoder, &terms);
}

// Whether some instance rests where such an event is possible, by instance; found once for each object and action.
static Term *resting_instances(OrderEncoder *encoder, NetObjectId object, NetAction action) {
    const Unrolled *unrolled = encoder->unrolled;
    Term **cached = &encoder->resting_at[object * NET_ACTION_COUNT + action];
    if (*cached) return *cached;
    OrderTerms *terms = arena_new_array(encoder->arena, OrderTerms, unrolled->instances.count);
    *cached = arena_new_array(encoder->arena, Term, unrolled->instances.count);
    for (StandId i = 1; i < unrolled->stands.count; i++) {
        const Stand *stand = &unrolled->stands.items[i];
        bool awaits = false;
        for (uint32_t k = 0; k < stand->out.count; k++) {
            const NetTransition *transition = order_transition(encoder, stand->out.items[k]);
            awaits |= transition->object == object && transition->action == action;
        }
        if (awaits && encoder->rests[i] != encoder->falsehood)
            array_push(&terms[stand->instance], encoder->arena, encoder->rests[i]);
    }
    for (InstanceId i = 1; i < unrolled->instances.count; i++)
        if (terms[i].count) (*cached)[i] = order_any(encoder, &terms[i]);
    return *cached;
}

Term order_instance_rests(OrderEncoder *encoder, NetObjectId object, NetAction action, InstanceId instance) {
    return resting_instances(encoder, object, action)[instance];
}

Term order_someone_rests(OrderEncoder *encoder, NetObjectId object, NetAction action, InstanceId besides) {
    Term *resting = resting_instances(encoder, object, action);
    OrderTerms terms = {0};
    for (InstanceId i = 1; i < encoder->unrolled->instances.count; i++)
        if (i != besides && resting[i]) array_push(&terms, encoder->arena, resting[i]);
    return order_any(encoder, &terms);
}
