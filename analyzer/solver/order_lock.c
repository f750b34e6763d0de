// SPDX-License-Identifier: MIT
// Locks by pairs of acquisitions, of which one is given back before the other; where some task gives back what another
// one took, by counting. Semaphores and wait groups count.
#include "solver/order_encode.h"

static bool is_taking(NetAction action) {
    return action == NET_LOCK || action == NET_LOCK_SHARED;
}

static bool is_giving_back(NetAction action, NetAction taken) {
    return action == (taken == NET_LOCK ? NET_UNLOCK : NET_UNLOCK_SHARED);
}

// The first events that give back what `taken` took, on each way from it.
static EventList releases(const OrderEncoder *encoder, OrderEventId taken) {
    const Unrolled *unrolled = encoder->unrolled;
    const NetTransition *taking = order_transition(encoder, taken);
    EventList found = {0};
    bool *is_seen = arena_new_array(encoder->arena, bool, unrolled->stands.count);
    ARRAY(StandId) open = {0};
    array_push(&open, encoder->arena, order_stand_of(encoder, taken));
    while (open.count) {
        StandId stand = open.items[--open.count];
        if (is_seen[stand]) continue;
        is_seen[stand] = true;
        for (uint32_t i = 0; i < unrolled->stands.items[stand].out.count; i++) {
            OrderEventId event = unrolled->stands.items[stand].out.items[i];
            if (!unrolled->events.items[event].to) continue;
            const NetTransition *transition = order_transition(encoder, event);
            if (transition->object == taking->object && is_giving_back(transition->action, taking->action))
                array_push(&found, encoder->arena, event);
            else
                array_push(&open, encoder->arena, unrolled->events.items[event].to);
        }
    }
    return found;
}

// Whether some way to the event leaves its instance without the lock that it gives back (or with two shared ones).
enum { HELD_NONE = 1, HELD_ONE = 2, HELD_SHARED = 4, HELD_MORE = 8 };

static uint8_t held_after(NetAction action, uint8_t held) {
    switch (action) {
    case NET_LOCK: return HELD_ONE;
    case NET_LOCK_SHARED: return held == HELD_NONE ? HELD_SHARED : HELD_MORE;
    default: return HELD_NONE;
    }
}

// Follows what each instance holds from stand to stand; false when somebody gives back what it did not take.
static bool is_structured(const OrderEncoder *encoder, NetObjectId object) {
    const Unrolled *unrolled = encoder->unrolled;
    uint8_t *held = arena_new_array(encoder->arena, uint8_t, unrolled->stands.count);
    ARRAY(StandId) open = {0};
    for (InstanceId i = 1; i < unrolled->instances.count; i++) {
        held[unrolled->instances.items[i].entry] = HELD_NONE;
        array_push(&open, encoder->arena, unrolled->instances.items[i].entry);
    }
    while (open.count) {
        StandId stand = open.items[--open.count];
        for (uint32_t i = 0; i < unrolled->stands.items[stand].out.count; i++) {
            OrderEventId event = unrolled->stands.items[stand].out.items[i];
            const NetTransition *transition = order_transition(encoder, event);
            StandId to = unrolled->events.items[event].to;
            if (!to) continue;
            uint8_t after = held[to] | held[stand];
            if (transition->object == object) {
                if (transition->action == NET_UNLOCK && held[stand] != HELD_ONE) return false;
                if (transition->action == NET_UNLOCK_SHARED && held[stand] != HELD_SHARED) return false;
                after = held[to] | held_after(transition->action, held[stand]);
            }
            if (after & HELD_MORE) return false;
            if (after == held[to]) continue;
            held[to] = after;
            array_push(&open, encoder->arena, to);
        }
    }
    return true;
}

static EventList takings(const OrderEncoder *encoder, NetObjectId object) {
    EventList events = order_events(encoder, object, NET_LOCK), shared = order_events(encoder, object, NET_LOCK_SHARED);
    for (uint32_t i = 0; i < shared.count; i++) array_push(&events, encoder->arena, shared.items[i]);
    return events;
}

static Term is_released(OrderEncoder *encoder, OrderEventId taken, StandId stand) {
    EventList found = releases(encoder, taken);
    OrderTerms terms = {0};
    for (uint32_t i = 0; i < found.count; i++)
        array_push(&terms, encoder->arena, order_happens_before(encoder, found.items[i], stand));
    return order_any(encoder, &terms);
}

static void encode_pairs(OrderEncoder *encoder, NetObjectId object) {
    EventList events = takings(encoder, object);
    for (uint32_t i = 0; i < events.count; i++)
        for (uint32_t k = 0; k < i; k++) {
            OrderEventId left = events.items[i], right = events.items[k];
            bool is_shared = order_transition(encoder, left)->action == NET_LOCK_SHARED &&
                             order_transition(encoder, right)->action == NET_LOCK_SHARED;
            if (is_shared) continue;
            Term order = order_either(encoder, is_released(encoder, left, order_stand_of(encoder, right)),
                                      is_released(encoder, right, order_stand_of(encoder, left)));
            order_require(encoder, order_both(encoder, encoder->happens[left], encoder->happens[right]), order);
        }
}

// Nobody holds the lock so that it cannot be taken in this mode.
static Term is_free(OrderEncoder *encoder, NetObjectId object, NetAction action, StandId stand) {
    EventList locks = order_events(encoder, object, NET_LOCK), unlocks = order_events(encoder, object, NET_UNLOCK);
    EventList shared = order_events(encoder, object, NET_LOCK_SHARED);
    EventList unshared = order_events(encoder, object, NET_UNLOCK_SHARED);
    if (!is_structured(encoder, object)) {
        Term unwritten = order_count(encoder, &locks, &unlocks, stand, OPERATOR_LESS_EQUAL, net_constant(0));
        Term unread = order_count(encoder, &shared, &unshared, stand, OPERATOR_LESS_EQUAL, net_constant(0));
        return action == NET_LOCK ? order_both(encoder, unwritten, unread) : unwritten;
    }
    OrderTerms terms = {0};
    EventList holders = action == NET_LOCK ? takings(encoder, object) : locks;
    for (uint32_t i = 0; i < holders.count; i++) {
        Term taken = order_happens_before(encoder, holders.items[i], stand);
        if (taken == encoder->falsehood) continue;
        Term held = order_both(encoder, taken, order_not(encoder, is_released(encoder, holders.items[i], stand)));
        array_push(&terms, encoder->arena, order_not(encoder, held));
    }
    return z3_and(encoder->session, terms.items, terms.count);
}

static void encode_counts(OrderEncoder *encoder, NetObjectId object) {
    const Unrolled *unrolled = encoder->unrolled;
    EventList locks = order_events(encoder, object, NET_LOCK), unlocks = order_events(encoder, object, NET_UNLOCK);
    EventList shared = order_events(encoder, object, NET_LOCK_SHARED);
    EventList unshared = order_events(encoder, object, NET_UNLOCK_SHARED), all = takings(encoder, object);
    for (uint32_t i = 0; i < unrolled->of_object[object].count; i++) {
        OrderEventId event = unrolled->of_object[object].items[i];
        NetAction action = order_transition(encoder, event)->action;
        StandId stand = order_stand_of(encoder, event);
        Term then = encoder->truth;
        if (is_taking(action)) then = is_free(encoder, object, action, stand);
        if (action == NET_UNLOCK)
            then = order_count(encoder, &locks, &unlocks, stand, OPERATOR_GREATER_EQUAL, net_constant(1));
        if (action == NET_UNLOCK_SHARED)
            then = order_count(encoder, &shared, &unshared, stand, OPERATOR_GREATER_EQUAL, net_constant(1));
        order_require(encoder, encoder->happens[event], then);
    }
    order_keep_apart(encoder, &all);
    order_keep_apart(encoder, &unlocks);
    order_keep_apart(encoder, &unshared);
}

void order_encode_lock(OrderEncoder *encoder, NetObjectId object) {
    if (is_structured(encoder, object)) {
        encode_pairs(encoder, object);
        return;
    }
    encoder->assumes_no_misuse = true;
    encode_counts(encoder, object);
}

Term order_lock_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand) {
    const NetTransition *transition = order_transition(encoder, event);
    const NetObject *object = &encoder->net->objects.items[transition->object];
    Term free = is_free(encoder, transition->object, transition->action, stand);
    if (transition->action == NET_LOCK || object->prefers_readers || stand) return free;
    Term writer = order_someone_rests(encoder, transition->object, NET_LOCK, order_instance(encoder, event));
    return order_both(encoder, free, order_not(encoder, writer));
}

static Term has_permit(OrderEncoder *encoder, NetObjectId object, StandId stand) {
    EventList up = order_events(encoder, object, NET_RELEASE), down = order_events(encoder, object, NET_ACQUIRE);
    NetAmount initial = encoder->net->objects.items[object].capacity;
    return order_count(encoder, &down, &up, stand, OPERATOR_LESS_EQUAL,
                       (NetAmount){initial.symbol, initial.constant - 1});
}

void order_encode_semaphore(OrderEncoder *encoder, NetObjectId object) {
    EventList down = order_events(encoder, object, NET_ACQUIRE);
    for (uint32_t i = 0; i < down.count; i++)
        order_require(encoder, encoder->happens[down.items[i]],
                      has_permit(encoder, object, order_stand_of(encoder, down.items[i])));
    order_keep_apart(encoder, &down);
}

static Term is_zero(OrderEncoder *encoder, NetObjectId object, StandId stand) {
    EventList up = order_events(encoder, object, NET_ADD), down = order_events(encoder, object, NET_DONE);
    NetAmount initial = encoder->net->objects.items[object].capacity;
    if (initial.symbol) return order_count(encoder, &down, &up, stand, OPERATOR_GREATER_EQUAL, initial);
    return order_count(encoder, &up, &down, stand, OPERATOR_LESS_EQUAL, net_constant(-initial.constant));
}

void order_encode_wait_group(OrderEncoder *encoder, NetObjectId object) {
    EventList waits = order_events(encoder, object, NET_WAIT_ZERO);
    for (uint32_t i = 0; i < waits.count; i++)
        order_require(encoder, encoder->happens[waits.items[i]],
                      is_zero(encoder, object, order_stand_of(encoder, waits.items[i])));
}

// That a wait group is counted down where it is at zero.
Term order_misuses_group(OrderEncoder *encoder, NetObjectId object) {
    OrderTerms terms = {0};
    EventList down = order_events(encoder, object, NET_DONE), up = order_events(encoder, object, NET_ADD);
    for (uint32_t i = 0; i < up.count; i++)
        if (order_transition(encoder, up.items[i])->amount.symbol ||
            order_transition(encoder, up.items[i])->amount.constant < 0)
            return encoder->truth; // by how much is not followed
    for (uint32_t i = 0; i < down.count; i++) {
        Term at_zero = is_zero(encoder, object, order_stand_of(encoder, down.items[i]));
        array_push(&terms, encoder->arena, order_both(encoder, encoder->happens[down.items[i]], at_zero));
    }
    return order_any(encoder, &terms);
}

Term order_count_is_possible(OrderEncoder *encoder, OrderEventId event, StandId stand) {
    const NetTransition *transition = order_transition(encoder, event);
    if (transition->action == NET_ACQUIRE) return has_permit(encoder, transition->object, stand);
    return is_zero(encoder, transition->object, stand);
}
