// SPDX-License-Identifier: MIT
// Rendezvous pairs up sends and receives at equal times; a buffer counts them. A capacity that is a symbol may be
// either. The equal totals of a rendezvous follow from the pairs and are said all the same: proofs hang on them.
#include "solver/order_encode.h"

typedef struct Sides {
    EventList sends, receives;
} Sides;

static Sides sides_of(const OrderEncoder *encoder, NetObjectId object) {
    return (Sides){order_events(encoder, object, NET_SEND), order_events(encoder, object, NET_RECEIVE)};
}

static Term is_rendezvous(OrderEncoder *encoder, NetObjectId id) {
    const NetObject *object = &encoder->net->objects.items[id];
    if (object->is_unbounded) return encoder->falsehood;
    if (!object->capacity.symbol) return object->capacity.constant == 0 ? encoder->truth : encoder->falsehood;
    return z3_compare_constant(encoder->session, OPERATOR_EQUAL, encoder->symbols[object->capacity.symbol],
                               -object->capacity.constant);
}

static Term was_closed(OrderEncoder *encoder, NetObjectId object, StandId stand) {
    OrderTerms terms = {0};
    EventList closes = order_events(encoder, object, NET_CLOSE);
    for (uint32_t i = 0; i < closes.count; i++)
        array_push(&terms, encoder->arena, order_happens_before(encoder, closes.items[i], stand));
    return order_any(encoder, &terms);
}

static NetAmount less(NetAmount amount, int64_t by) {
    return (NetAmount){amount.symbol, amount.constant - by};
}

static Term has_room(OrderEncoder *encoder, NetObjectId id, StandId stand) {
    const NetObject *object = &encoder->net->objects.items[id];
    if (object->is_unbounded) return encoder->truth;
    Sides sides = sides_of(encoder, id);
    return order_count(encoder, &sides.sends, &sides.receives, stand, OPERATOR_LESS_EQUAL, less(object->capacity, 1));
}

static Term has_element(OrderEncoder *encoder, NetObjectId id, StandId stand) {
    Sides sides = sides_of(encoder, id);
    return order_count(encoder, &sides.sends, &sides.receives, stand, OPERATOR_GREATER_EQUAL, net_constant(1));
}

static bool may_meet(const OrderEncoder *encoder, OrderEventId send, OrderEventId receive) {
    if (order_instance(encoder, send) == order_instance(encoder, receive)) return false;
    StandId a = order_stand_of(encoder, send), b = order_stand_of(encoder, receive);
    return !stand_precedes(encoder->unrolled, a, b) && !stand_precedes(encoder->unrolled, b, a);
}

static void at_most_one(OrderEncoder *encoder, const OrderTerms *terms) {
    if (terms->count < 2) return;
    int *ones = arena_new_array(encoder->arena, int, terms->count);
    for (uint32_t i = 0; i < terms->count; i++) ones[i] = 1;
    z3_assert(encoder->session, z3_weigh(encoder->session, terms->items, ones, terms->count, OPERATOR_LESS_EQUAL, 1));
}

static void encode_pairs(OrderEncoder *encoder, const Sides *sides, Term meets) {
    OrderTerms *of_receive = arena_allocate(encoder->arena, (sides->receives.count + 1) * sizeof *of_receive);
    for (uint32_t i = 0; i < sides->sends.count; i++) {
        OrderTerms of_send = {0};
        for (uint32_t k = 0; k < sides->receives.count; k++) {
            if (!may_meet(encoder, sides->sends.items[i], sides->receives.items[k])) continue;
            if (encoder->match_count > ORDER_MOST_MATCHES) return;
            Term pair = order_match(encoder, sides->sends.items[i], sides->receives.items[k]);
            array_push(&of_send, encoder->arena, pair);
            array_push(&of_receive[k], encoder->arena, pair);
        }
        order_require(encoder, order_both(encoder, meets, encoder->happens[sides->sends.items[i]]),
                      order_any(encoder, &of_send));
        at_most_one(encoder, &of_send);
    }
    for (uint32_t k = 0; k < sides->receives.count; k++) {
        order_require(encoder, order_both(encoder, meets, encoder->happens[sides->receives.items[k]]),
                      order_any(encoder, &of_receive[k]));
        at_most_one(encoder, &of_receive[k]);
    }
    order_require(encoder, meets,
                  order_count(encoder, &sides->sends, &sides->receives, 0, OPERATOR_EQUAL, net_constant(0)));
}

static void encode_buffer(OrderEncoder *encoder, NetObjectId id, const Sides *sides, Term buffers) {
    for (uint32_t i = 0; i < sides->sends.count; i++) {
        OrderEventId send = sides->sends.items[i];
        order_require(encoder, order_both(encoder, buffers, encoder->happens[send]),
                      has_room(encoder, id, order_stand_of(encoder, send)));
    }
    for (uint32_t i = 0; i < sides->receives.count; i++) {
        OrderEventId receive = sides->receives.items[i];
        order_require(encoder, order_both(encoder, buffers, encoder->happens[receive]),
                      has_element(encoder, id, order_stand_of(encoder, receive)));
    }
    order_keep_apart(encoder, &sides->sends);
    order_keep_apart(encoder, &sides->receives);
    order_require(encoder, buffers,
                  order_count(encoder, &sides->sends, &sides->receives, 0, OPERATOR_GREATER_EQUAL, net_constant(0)));
    if (!encoder->net->objects.items[id].is_unbounded)
        order_require(encoder, buffers,
                      order_count(encoder, &sides->sends, &sides->receives, 0, OPERATOR_LESS_EQUAL,
                                  encoder->net->objects.items[id].capacity));
}

static void encode_closed(OrderEncoder *encoder, NetObjectId object, NetAction action) {
    EventList events = order_events(encoder, object, action);
    for (uint32_t i = 0; i < events.count; i++)
        order_require(encoder, encoder->happens[events.items[i]],
                      order_channel_is_possible(encoder, events.items[i], order_stand_of(encoder, events.items[i])));
}

void order_encode_channel(OrderEncoder *encoder, NetObjectId object) {
    Sides sides = sides_of(encoder, object);
    Term meets = is_rendezvous(encoder, object);
    if (meets != encoder->falsehood) encode_pairs(encoder, &sides, meets);
    if (meets != encoder->truth) encode_buffer(encoder, object, &sides, order_not(encoder, meets));
    encode_closed(encoder, object, NET_SEND_CLOSED);
    encode_closed(encoder, object, NET_RECEIVE_CLOSED);
}

// A partner at a rendezvous is sure to be there only at the end: before, it may always be late.
static Term may_transfer(OrderEncoder *encoder, OrderEventId event, StandId stand, NetAction partner) {
    NetObjectId object = order_transition(encoder, event)->object;
    Term meets = is_rendezvous(encoder, object), by_meeting = encoder->falsehood, by_buffer = encoder->falsehood;
    if (meets != encoder->falsehood && !stand)
        by_meeting =
            order_both(encoder, meets, order_someone_rests(encoder, object, partner, order_instance(encoder, event)));
    if (meets != encoder->truth) {
        Term goes = partner == NET_RECEIVE ? has_room(encoder, object, stand) : has_element(encoder, object, stand);
        by_buffer = order_both(encoder, order_not(encoder, meets), goes);
    }
    return order_either(encoder, by_meeting, by_buffer);
}

Term order_channel_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand) {
    const NetTransition *transition = order_transition(encoder, event);
    switch (transition->action) {
    case NET_SEND: return may_transfer(encoder, event, stand, NET_RECEIVE);
    case NET_RECEIVE: return may_transfer(encoder, event, stand, NET_SEND);
    case NET_SEND_CLOSED: return was_closed(encoder, transition->object, stand);
    case NET_RECEIVE_CLOSED: {
        Term closed = was_closed(encoder, transition->object, stand),
             meets = is_rendezvous(encoder, transition->object);
        if (!encoder->net->objects.items[transition->object].drains || meets == encoder->truth) return closed;
        Term is_empty = order_not(encoder, has_element(encoder, transition->object, stand));
        return order_both(encoder, closed, order_either(encoder, meets, is_empty));
    }
    default: return encoder->truth;
    }
}
