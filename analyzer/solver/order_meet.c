// SPDX-License-Identifier: MIT
// Conditions, barriers and joins; and which rules an object follows.
#include "solver/order_encode.h"

// The instance that came to the stand left it before the event, or with it.
static Term has_left(OrderEncoder *encoder, StandId stand, OrderEventId event, bool or_with) {
    OrderTerms terms = {0};
    const Stand *at = &encoder->unrolled->stands.items[stand];
    for (uint32_t i = 0; i < at->out.count; i++) {
        OrderEventId leaving = at->out.items[i];
        if (!encoder->unrolled->events.items[leaving].to) continue;
        Term before = order_happens_before(encoder, leaving, order_stand_of(encoder, event));
        if (or_with && order_instance(encoder, leaving) != order_instance(encoder, event))
            before =
                order_either(encoder, before,
                             order_both(encoder, encoder->happens[leaving], order_same_time(encoder, leaving, event)));
        array_push(&terms, encoder->arena, before);
    }
    return order_any(encoder, &terms);
}

// Whether somebody stands there when the event happens.
static Term stands_by(OrderEncoder *encoder, StandId stand, OrderEventId event, bool leaves_with) {
    Term came = order_before(encoder, stand, order_stand_of(encoder, event));
    const Term parts[] = {encoder->reached[stand], came,
                          order_not(encoder, has_left(encoder, stand, event, leaves_with))};
    return z3_and(encoder->session, parts, 3);
}

typedef struct Waiters {
    EventList wakes;
    ARRAY(StandId) stands; // where they wait
} Waiters;

static Waiters waiters_of(const OrderEncoder *encoder, NetObjectId object) {
    Waiters waiters = {.wakes = order_events(encoder, object, NET_WAKE)};
    for (StandId i = 1; i < encoder->unrolled->stands.count; i++) {
        const Stand *stand = &encoder->unrolled->stands.items[i];
        bool awaits = false;
        for (uint32_t k = 0; k < stand->out.count; k++) {
            const NetTransition *transition = order_transition(encoder, stand->out.items[k]);
            awaits |= transition->object == object && transition->action == NET_WAKE;
        }
        if (awaits) array_push(&waiters.stands, encoder->arena, i);
    }
    return waiters;
}

// A signal wakes one waiter, and is lost only when nobody waits.
static void encode_signal(OrderEncoder *encoder, OrderEventId signal, const Waiters *waiters, OrderTerms *of_wake) {
    OrderTerms matches = {0};
    for (uint32_t i = 0; i < waiters->wakes.count; i++) {
        OrderEventId wake = waiters->wakes.items[i];
        if (order_instance(encoder, wake) == order_instance(encoder, signal)) continue;
        if (encoder->match_count > ORDER_MOST_MATCHES) return;
        Term match = order_match(encoder, signal, wake);
        for (uint32_t k = 0; k < matches.count; k++)
            z3_assert(encoder->session, order_not(encoder, order_both(encoder, match, matches.items[k])));
        array_push(&matches, encoder->arena, match);
        array_push(&of_wake[i], encoder->arena, match);
    }
    Term is_lost = order_both(encoder, encoder->happens[signal], order_not(encoder, order_any(encoder, &matches)));
    for (uint32_t i = 0; i < waiters->stands.count; i++) {
        StandId stand = waiters->stands.items[i];
        if (encoder->unrolled->stands.items[stand].instance == order_instance(encoder, signal)) continue;
        order_require(encoder, is_lost, order_not(encoder, stands_by(encoder, stand, signal, false)));
    }
}

static void encode_broadcast(OrderEncoder *encoder, OrderEventId broadcast, const Waiters *waiters,
                             OrderTerms *of_wake) {
    for (uint32_t i = 0; i < waiters->wakes.count; i++) {
        OrderEventId wake = waiters->wakes.items[i];
        if (order_instance(encoder, wake) == order_instance(encoder, broadcast)) continue;
        array_push(&of_wake[i], encoder->arena,
                   order_both(encoder, encoder->happens[broadcast], order_same_time(encoder, broadcast, wake)));
    }
    for (uint32_t i = 0; i < waiters->stands.count; i++) {
        StandId stand = waiters->stands.items[i];
        if (encoder->unrolled->stands.items[stand].instance == order_instance(encoder, broadcast)) continue;
        order_require(encoder, encoder->happens[broadcast],
                      order_not(encoder, stands_by(encoder, stand, broadcast, true)));
    }
}

void order_encode_condition(OrderEncoder *encoder, NetObjectId object) {
    Waiters waiters = waiters_of(encoder, object);
    EventList signals = order_events(encoder, object, NET_SIGNAL);
    EventList broadcasts = order_events(encoder, object, NET_BROADCAST), all = {0};
    OrderTerms *of_wake = arena_allocate(encoder->arena, (waiters.wakes.count + 1) * sizeof *of_wake);
    for (uint32_t i = 0; i < signals.count; i++) {
        encode_signal(encoder, signals.items[i], &waiters, of_wake);
        array_push(&all, encoder->arena, signals.items[i]);
    }
    for (uint32_t i = 0; i < broadcasts.count; i++) {
        encode_broadcast(encoder, broadcasts.items[i], &waiters, of_wake);
        array_push(&all, encoder->arena, broadcasts.items[i]);
    }
    order_keep_apart(encoder, &all);
    if (encoder->net->objects.items[object].wakes_spuriously) return;
    for (uint32_t i = 0; i < waiters.wakes.count; i++)
        order_require(encoder, encoder->happens[waiters.wakes.items[i]], order_any(encoder, &of_wake[i]));
}

// Those who arrive go on in groups of the barrier's size, each group at a time of its own.
void order_encode_barrier(OrderEncoder *encoder, NetObjectId object) {
    EventList arrivals = order_events(encoder, object, NET_ARRIVE);
    NetAmount size = encoder->net->objects.items[object].capacity;
    for (uint32_t i = 0; i < arrivals.count; i++) {
        OrderTerms together = {0}, ones = {0};
        array_push(&together, encoder->arena, encoder->happens[arrivals.items[i]]);
        for (uint32_t k = 0; k < arrivals.count; k++) {
            if (order_instance(encoder, arrivals.items[k]) == order_instance(encoder, arrivals.items[i])) continue;
            array_push(&together, encoder->arena,
                       order_both(encoder, encoder->happens[arrivals.items[k]],
                                  order_same_time(encoder, arrivals.items[i], arrivals.items[k])));
            encoder->match_count++;
        }
        for (uint32_t k = 0; k < together.count; k++)
            array_push(&ones, encoder->arena,
                       z3_if(encoder->session, together.items[k], z3_constant(encoder->session, 1),
                             z3_constant(encoder->session, 0)));
        Term met = z3_sum(encoder->session, ones.items, ones.count),
             wanted = z3_constant(encoder->session, size.constant);
        if (size.symbol) wanted = z3_add(encoder->session, encoder->symbols[size.symbol], wanted);
        order_require(encoder, encoder->happens[arrivals.items[i]],
                      z3_compare(encoder->session, OPERATOR_EQUAL, met, wanted));
    }
}

// At the end enough others wait there too. Before, they may always be late.
static Term barrier_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand) {
    if (stand) return encoder->falsehood;
    NetObjectId object = order_transition(encoder, event)->object;
    NetAmount size = encoder->net->objects.items[object].capacity;
    OrderTerms ones = {0};
    array_push(&ones, encoder->arena, z3_constant(encoder->session, 1));
    for (InstanceId i = 1; i < encoder->unrolled->instances.count; i++) {
        if (i == order_instance(encoder, event)) continue;
        Term rests = order_instance_rests(encoder, object, NET_ARRIVE, i);
        if (rests)
            array_push(
                &ones, encoder->arena,
                z3_if(encoder->session, rests, z3_constant(encoder->session, 1), z3_constant(encoder->session, 0)));
    }
    Term wanted = z3_constant(encoder->session, size.constant);
    if (size.symbol) wanted = z3_add(encoder->session, encoder->symbols[size.symbol], wanted);
    return z3_compare(encoder->session, OPERATOR_GREATER_EQUAL, z3_sum(encoder->session, ones.items, ones.count),
                      wanted);
}

// Some instance of the task has ended. Which one is joined is not known: with several, a waiter may wait for another.
static Term join_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand) {
    NetTaskId task = order_transition(encoder, event)->task;
    const Unrolled *unrolled = encoder->unrolled;
    OrderTerms endings = {0}, missing = {0};
    uint32_t count = 0;
    for (InstanceId i = 1; i < unrolled->instances.count; i++) count += unrolled->instances.items[i].task == task;
    for (StandId i = 1; i < unrolled->stands.count; i++) {
        const Stand *at = &unrolled->stands.items[i];
        if (unrolled->instances.items[at->instance].task != task) continue;
        if (!encoder->net->places.items[at->place].is_end) {
            if (!stand && encoder->rests[i] != encoder->falsehood)
                array_push(&missing, encoder->arena, encoder->rests[i]);
            continue;
        }
        Term before = stand ? order_before(encoder, i, stand) : encoder->truth;
        array_push(&endings, encoder->arena, order_both(encoder, encoder->reached[i], before));
    }
    Term has_ended = order_any(encoder, &endings);
    if (stand || count < 2) return has_ended;
    return order_both(encoder, has_ended, order_not(encoder, order_any(encoder, &missing)));
}

static void encode_joins(OrderEncoder *encoder) {
    for (OrderEventId i = 1; i < encoder->unrolled->events.count; i++) {
        if (order_transition(encoder, i)->action != NET_JOIN || !encoder->unrolled->events.items[i].to) continue;
        order_require(encoder, encoder->happens[i], join_is_possible(encoder, i, order_stand_of(encoder, i)));
    }
}

// Whether the object's rules are said: not of what stands for several, and not where they depend on more than counts.
static bool has_rules(const NetObject *object) {
    return object->is_single && !object->is_recursive && !object->is_binary;
}

Term order_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand) {
    const NetTransition *transition = order_transition(encoder, event);
    bool is_open = transition->object && !has_rules(&encoder->net->objects.items[transition->object]);
    if (is_open && net_action_may_wait(transition->action)) return encoder->falsehood;
    switch (transition->action) {
    case NET_SEND:
    case NET_RECEIVE:
    case NET_SEND_CLOSED:
    case NET_RECEIVE_CLOSED: return order_channel_is_possible(encoder, event, stand);
    case NET_LOCK:
    case NET_LOCK_SHARED: return order_lock_is_possible(encoder, event, stand);
    case NET_ACQUIRE:
    case NET_WAIT_ZERO: return order_count_is_possible(encoder, event, stand);
    case NET_JOIN: return join_is_possible(encoder, event, stand);
    case NET_WAKE: return encoder->falsehood;
    case NET_ARRIVE: return barrier_is_possible(encoder, event, stand);
    default: return encoder->truth;
    }
}

static void encode_object(OrderEncoder *encoder, NetObjectId id) {
    const NetObject *object = &encoder->net->objects.items[id];
    if (!has_rules(object)) return;
    switch (object->kind) {
    case OBJECT_CHANNEL:
    case OBJECT_CHANNEL_PAIR: order_encode_channel(encoder, id); break;
    case OBJECT_MUTEX:
    case OBJECT_READ_WRITE_LOCK:
    case OBJECT_ONCE: order_encode_lock(encoder, id); break;
    case OBJECT_SEMAPHORE: order_encode_semaphore(encoder, id); break;
    case OBJECT_WAIT_GROUP: order_encode_wait_group(encoder, id); break;
    case OBJECT_CONDITION: order_encode_condition(encoder, id); break;
    case OBJECT_BARRIER: order_encode_barrier(encoder, id); break;
    default: break;
    }
}

void order_encode_objects(OrderEncoder *encoder) {
    for (NetObjectId i = 1; i < encoder->net->objects.count; i++) encode_object(encoder, i);
    encode_joins(encoder);
}
