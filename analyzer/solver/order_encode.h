// SPDX-License-Identifier: MIT
// Inside of order: one unrolled net as formulas. order_flow says who goes where and when, order_channel, order_lock and
// order_meet what each object lets happen and whom it keeps waiting.
#pragma once
#include "solver/net_unroll.h"
#include "solver/z3_session.h"

enum { ORDER_MOST_ATOMS = 10000, ORDER_MOST_MATCHES = 4000 };

// Two events that may happen as one.
typedef struct OrderMatch {
    OrderEventId first, second;
    Term term;
} OrderMatch;

typedef struct OrderEncoder {
    Z3Session *session;
    Arena *arena;
    const Net *net;
    Unrolled *unrolled;
    Term *happens; // by event
    Term *reached; // by stand: some instance comes there
    Term *rests;   // by stand: and stays there to the end
    Term *time;    // by stand
    Term *symbols; // by symbol
    Term truth, falsehood;
    uint64_t **asked; // by stand: with which others it was compared
    uint32_t atom_count, match_count;
    ARRAY(OrderMatch) matches;
    bool assumes_no_misuse; // locks are counted: a run that gives back a free one is left out
    Term **resting_at;      // by object and action: order_someone_rests
} OrderEncoder;

typedef ARRAY(OrderEventId) EventList;
typedef ARRAY(Term) OrderTerms;

// order_flow.c
OrderEncoder order_encoder_create(Z3Session *session, Unrolled *unrolled, Arena *arena);
void order_encode_flow(OrderEncoder *encoder);
// What keeps instances where they rest at the end: every way on that is not optional is blocked.
void order_encode_rest(OrderEncoder *encoder);
Term order_is_stuck(OrderEncoder *encoder);

// That the first stand is reached before the second, when both are reached.
Term order_before(OrderEncoder *encoder, StandId first, StandId second);
// That the event happens, and before the stand is reached; at all, when the stand is 0.
Term order_happens_before(OrderEncoder *encoder, OrderEventId event, StandId stand);
EventList order_events(const OrderEncoder *encoder, NetObjectId object, NetAction action);
// The stand where an event ends; its time is the event's.
StandId order_stand_of(const OrderEncoder *encoder, OrderEventId event);
// No two of these happen at one time.
void order_keep_apart(OrderEncoder *encoder, const EventList *events);

// That the two happen at one time, as one; implies that both happen.
Term order_match(OrderEncoder *encoder, OrderEventId first, OrderEventId second);
Term order_same_time(OrderEncoder *encoder, OrderEventId left, OrderEventId right);

// plus - minus, as far as they happen before the stand (0: in the whole run), compared with `amount`.
Term order_count(OrderEncoder *encoder, const EventList *plus, const EventList *minus, StandId stand,
                 Operator operator_, NetAmount amount);

// The object's own rules, and whether the event could happen at the time of the stand (0: at the end). For an event
// that meets a partner: whether one is sure to be there.
void order_encode_objects(OrderEncoder *encoder);
Term order_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand);

// order_channel.c, order_lock.c, order_meet.c: the rules of one object.
void order_encode_channel(OrderEncoder *encoder, NetObjectId object);
Term order_channel_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand);
void order_encode_lock(OrderEncoder *encoder, NetObjectId object);
Term order_lock_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand);
void order_encode_semaphore(OrderEncoder *encoder, NetObjectId object);
void order_encode_wait_group(OrderEncoder *encoder, NetObjectId object);
Term order_misuses_group(OrderEncoder *encoder, NetObjectId object);
Term order_count_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand);
void order_encode_condition(OrderEncoder *encoder, NetObjectId object);
void order_encode_barrier(OrderEncoder *encoder, NetObjectId object);

// That the instance rests where such an event could come next, or NULL; that some other instance does.
Term order_instance_rests(OrderEncoder *encoder, NetObjectId object, NetAction action, InstanceId instance);
Term order_someone_rests(OrderEncoder *encoder, NetObjectId object, NetAction action, InstanceId besides);

static inline const NetTransition *order_transition(const OrderEncoder *encoder, OrderEventId event) {
    return &encoder->net->transitions.items[encoder->unrolled->events.items[event].transition];
}
static inline InstanceId order_instance(const OrderEncoder *encoder, OrderEventId event) {
    return encoder->unrolled->stands.items[encoder->unrolled->events.items[event].from].instance;
}
static inline Term order_not(OrderEncoder *encoder, Term term) {
    return z3_not(encoder->session, term);
}
static inline Term order_both(OrderEncoder *encoder, Term left, Term right) {
    return z3_and(encoder->session, (const Term[]){left, right}, 2);
}
static inline Term order_either(OrderEncoder *encoder, Term left, Term right) {
    return z3_or(encoder->session, (const Term[]){left, right}, 2);
}
static inline void order_require(OrderEncoder *encoder, Term if_, Term then) {
    z3_assert(encoder->session, z3_implies(encoder->session, if_, then));
}
static inline Term order_any(OrderEncoder *encoder, const OrderTerms *terms) {
    return z3_or(encoder->session, terms->items, terms->count);
}
