// SPDX-License-Identifier: MIT
#include "solver/marking_encode.h"

Term marking_executed(MarkingEncoder *encoder, NetObjectId object, NetAction action) {
    TermList terms = {0};
    NetList list = encoder->index.of_object[object];
    for (uint32_t i = 0; i < list.count; i++)
        if (encoder->net->transitions.items[list.items[i]].action == action)
            array_push(&terms, encoder->arena, encoder->executed[list.items[i]]);
    return marking_sum(encoder, &terms);
}

bool marking_has_action(const MarkingEncoder *encoder, NetObjectId object, NetAction action) {
    NetList list = encoder->index.of_object[object];
    for (uint32_t i = 0; i < list.count; i++)
        if (encoder->net->transitions.items[list.items[i]].action == action) return true;
    return false;
}

bool marking_place_awaits(const MarkingEncoder *encoder, NetPlaceId place, NetObjectId object, NetAction action) {
    NetList leaving = encoder->index.leaving[place];
    for (uint32_t i = 0; i < leaving.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[leaving.items[i]];
        if (transition->object == object && transition->action == action && !transition->is_optional) return true;
    }
    return false;
}

// Waiting places that await `action` on the object, each once; with `but_not`, those that do not await that too.
static TermList waiting_places(MarkingEncoder *encoder, NetObjectId object, NetAction action, NetAction but_not) {
    TermList terms = {0};
    NetList list = encoder->index.of_object[object];
    bool *is_seen = arena_new_array(encoder->arena, bool, encoder->net->places.count);
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[list.items[i]];
        NetPlaceId place = transition->from;
        if (transition->action != action || transition->is_optional || is_seen[place]) continue;
        is_seen[place] = true;
        if (!encoder->may_wait[place] || !encoder->resting[place]) continue;
        if (but_not != NET_STEP && marking_place_awaits(encoder, place, object, but_not)) continue;
        array_push(&terms, encoder->arena, encoder->resting[place]);
    }
    return terms;
}

Term marking_waiting(MarkingEncoder *encoder, NetObjectId object, NetAction action) {
    TermList terms = waiting_places(encoder, object, action, NET_STEP);
    return marking_sum(encoder, &terms);
}

// The waiters for `action` exist only if `reason` holds.
static void require_reason(MarkingEncoder *encoder, NetObjectId object, NetAction action, Term reason) {
    if (encoder->mode != MARKING_FINAL || !marking_has_action(encoder, object, action)) return;
    marking_require(encoder, marking_is_positive(encoder, marking_waiting(encoder, object, action)), reason);
}

// A counter that only a misuse takes below zero, by at most `step`.
static void require_counter(MarkingEncoder *encoder, Term counter, int64_t step) {
    Z3Session *session = encoder->session;
    int64_t least = encoder->mode == MARKING_MISUSE ? -step : 0;
    z3_assert(session, z3_compare_constant(session, OPERATOR_GREATER_EQUAL, counter, least));
    array_push(&encoder->misuses, encoder->arena, z3_compare_constant(session, OPERATOR_LESS, counter, 0));
}

static void require_each(MarkingEncoder *encoder, NetObjectId object, NetAction action, Term then) {
    NetList list = encoder->index.of_object[object];
    for (uint32_t i = 0; i < list.count; i++)
        if (encoder->net->transitions.items[list.items[i]].action == action)
            marking_require(encoder, marking_is_positive(encoder, encoder->executed[list.items[i]]), then);
}

// No sender and receiver wait at one rendezvous, except one instance whose select has both.
static void encode_meeting(MarkingEncoder *encoder, NetObjectId object, Term is_closed) {
    Z3Session *session = encoder->session;
    TermList all_receivers = waiting_places(encoder, object, NET_RECEIVE, NET_STEP);
    TermList only_senders = waiting_places(encoder, object, NET_SEND, NET_RECEIVE);
    TermList only_receivers = waiting_places(encoder, object, NET_RECEIVE, NET_SEND);
    Term receivers = marking_sum(encoder, &all_receivers), senders = marking_sum(encoder, &only_senders);
    Term both = z3_subtract(session, receivers, marking_sum(encoder, &only_receivers));
    Term no_receiver = z3_compare_constant(session, OPERATOR_EQUAL, receivers, 0);
    Term no_sender = z3_and(session,
                            (const Term[]){z3_compare_constant(session, OPERATOR_EQUAL, senders, 0),
                                           z3_compare_constant(session, OPERATOR_EQUAL, both, 0)},
                            2);
    Term is_alone = z3_and(session,
                           (const Term[]){z3_compare_constant(session, OPERATOR_EQUAL, senders, 0),
                                          z3_compare_constant(session, OPERATOR_EQUAL, receivers, 1)},
                           2);
    z3_assert(session, z3_or(session, (const Term[]){no_receiver, no_sender, is_alone, is_closed}, 4));
}

static void encode_channel(MarkingEncoder *encoder, NetObjectId id) {
    Z3Session *session = encoder->session;
    const NetObject *object = &encoder->net->objects.items[id];
    Term fill =
        z3_subtract(session, marking_executed(encoder, id, NET_SEND), marking_executed(encoder, id, NET_RECEIVE));
    Term capacity = marking_amount(encoder, object->capacity);
    Term is_empty = z3_compare_constant(session, OPERATOR_EQUAL, fill, 0);
    Term is_full = z3_compare(session, OPERATOR_GREATER_EQUAL, fill, capacity);
    Term is_closed = marking_is_positive(encoder, marking_executed(encoder, id, NET_CLOSE));
    z3_assert(session, z3_compare_constant(session, OPERATOR_GREATER_EQUAL, fill, 0));
    if (!object->is_unbounded) {
        Term fits = z3_compare(session, OPERATOR_LESS_EQUAL, fill, capacity);
        z3_assert(session, z3_or(session, (const Term[]){is_empty, fits}, 2));
    }
    require_each(encoder, id, NET_SEND_CLOSED, is_closed);
    require_each(encoder, id, NET_RECEIVE_CLOSED, is_closed);
    Term is_lost = object->drains ? z3_truth(session, false) : is_closed;
    require_reason(encoder, id, NET_RECEIVE, z3_or(session, (const Term[]){is_empty, is_lost}, 2));
    Term no_room = object->is_unbounded ? z3_truth(session, false) : is_full;
    require_reason(encoder, id, NET_SEND, z3_or(session, (const Term[]){no_room, is_closed}, 2));
    require_reason(encoder, id, NET_SEND_CLOSED, z3_not(session, is_closed));
    require_reason(encoder, id, NET_RECEIVE_CLOSED, z3_not(session, is_closed));
    if (encoder->mode == MARKING_FINAL) encode_meeting(encoder, id, is_closed);
}

static void encode_lock(MarkingEncoder *encoder, NetObjectId id) {
    Z3Session *session = encoder->session;
    const NetObject *object = &encoder->net->objects.items[id];
    Term writers =
        z3_subtract(session, marking_executed(encoder, id, NET_LOCK), marking_executed(encoder, id, NET_UNLOCK));
    Term readers = z3_subtract(session, marking_executed(encoder, id, NET_LOCK_SHARED),
                               marking_executed(encoder, id, NET_UNLOCK_SHARED));
    if (marking_has_action(encoder, id, NET_UNLOCK)) require_counter(encoder, writers, 1);
    if (marking_has_action(encoder, id, NET_UNLOCK_SHARED)) require_counter(encoder, readers, 1);
    if (!object->is_recursive) z3_assert(session, z3_compare_constant(session, OPERATOR_LESS_EQUAL, writers, 1));
    Term is_written = marking_is_positive(encoder, writers), is_read = marking_is_positive(encoder, readers);
    z3_assert(session, z3_not(session, z3_and(session, (const Term[]){is_written, is_read}, 2)));
    require_reason(encoder, id, NET_LOCK, z3_or(session, (const Term[]){is_written, is_read}, 2));
    if (encoder->mode != MARKING_FINAL) return;
    Term writer_waits = marking_is_positive(encoder, marking_waiting(encoder, id, NET_LOCK));
    if (object->prefers_readers) writer_waits = z3_truth(session, false);
    require_reason(encoder, id, NET_LOCK_SHARED, z3_or(session, (const Term[]){is_written, writer_waits}, 2));
}

static void encode_semaphore(MarkingEncoder *encoder, NetObjectId id) {
    Z3Session *session = encoder->session;
    const NetObject *object = &encoder->net->objects.items[id];
    Term released = marking_executed(encoder, id, NET_RELEASE);
    Term count = z3_subtract(session, z3_add(session, marking_amount(encoder, object->capacity), released),
                             marking_executed(encoder, id, NET_ACQUIRE));
    if (object->is_binary) {
        const char *name = arena_format(encoder->arena, "lost%u", (unsigned)id);
        Term lost = z3_variable(session, name);
        z3_assert(session, z3_compare_constant(session, OPERATOR_GREATER_EQUAL, lost, 0));
        z3_assert(session, z3_compare(session, OPERATOR_LESS_EQUAL, lost, released));
        count = z3_subtract(session, count, lost);
        z3_assert(session, z3_compare_constant(session, OPERATOR_LESS_EQUAL, count, 1));
    }
    z3_assert(session, z3_compare_constant(session, OPERATOR_GREATER_EQUAL, count, 0));
    require_reason(encoder, id, NET_ACQUIRE, z3_compare_constant(session, OPERATOR_EQUAL, count, 0));
}

// amount times executions; with a symbolic amount that is linear only for one execution.
static Term added(MarkingEncoder *encoder, NetTransitionId id) {
    Z3Session *session = encoder->session;
    const NetTransition *transition = &encoder->net->transitions.items[id];
    Term executed = encoder->executed[id];
    if (!transition->amount.symbol) return z3_scale(session, transition->amount.constant, executed);
    Term amount = marking_amount(encoder, transition->amount);
    Term total = z3_variable(session, arena_format(encoder->arena, "added%u", (unsigned)id));
    marking_require(encoder, z3_compare_constant(session, OPERATOR_EQUAL, executed, 0),
                    z3_compare_constant(session, OPERATOR_EQUAL, total, 0));
    marking_require(encoder, z3_compare_constant(session, OPERATOR_EQUAL, executed, 1),
                    z3_compare(session, OPERATOR_EQUAL, total, amount));
    return total;
}

static void encode_wait_group(MarkingEncoder *encoder, NetObjectId id) {
    Z3Session *session = encoder->session;
    TermList adds = {0};
    NetList list = encoder->index.of_object[id];
    int64_t step = 1;
    bool is_bounded = true;
    array_push(&adds, encoder->arena, marking_amount(encoder, encoder->net->objects.items[id].capacity));
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[list.items[i]];
        if (transition->action != NET_ADD) continue;
        array_push(&adds, encoder->arena, added(encoder, list.items[i]));
        if (transition->amount.symbol)
            is_bounded = false;
        else if (-transition->amount.constant > step)
            step = -transition->amount.constant;
    }
    Term count = z3_subtract(session, marking_sum(encoder, &adds), marking_executed(encoder, id, NET_DONE));
    if (is_bounded || encoder->mode == MARKING_FINAL)
        require_counter(encoder, count, step);
    else
        array_push(&encoder->misuses, encoder->arena, z3_compare_constant(session, OPERATOR_LESS, count, 0));
    require_reason(encoder, id, NET_WAIT_ZERO, marking_is_positive(encoder, count));
}

static void encode_condition(MarkingEncoder *encoder, NetObjectId id) {
    Z3Session *session = encoder->session;
    if (encoder->net->objects.items[id].wakes_spuriously) return;
    Term woken = marking_executed(encoder, id, NET_WAKE), signalled = marking_executed(encoder, id, NET_SIGNAL);
    Term is_broadcast = marking_is_positive(encoder, marking_executed(encoder, id, NET_BROADCAST));
    Term is_met = z3_compare(session, OPERATOR_LESS_EQUAL, woken, signalled);
    z3_assert(session, z3_or(session, (const Term[]){is_met, is_broadcast}, 2));
}

// Those who arrive go on in groups of the barrier's size; fewer than that wait.
static void encode_barrier(MarkingEncoder *encoder, NetObjectId id) {
    Z3Session *session = encoder->session;
    NetAmount size = encoder->net->objects.items[id].capacity;
    if (!size.symbol && size.constant > 0) {
        Term rounds = z3_variable(session, arena_format(encoder->arena, "rounds%u", (unsigned)id));
        z3_assert(session, z3_compare(session, OPERATOR_EQUAL, marking_executed(encoder, id, NET_ARRIVE),
                                      z3_scale(session, size.constant, rounds)));
    }
    if (encoder->mode != MARKING_FINAL) return;
    Term waiting = marking_waiting(encoder, id, NET_ARRIVE);
    Term is_short = z3_compare(session, OPERATOR_LESS, waiting, marking_amount(encoder, size));
    marking_require(encoder, marking_is_positive(encoder, waiting), is_short);
}

static Term ended_instances(MarkingEncoder *encoder, NetTaskId task) {
    TermList terms = {0};
    for (NetPlaceId i = 1; i < encoder->net->places.count; i++) {
        const NetPlace *place = &encoder->net->places.items[i];
        if (place->task == task && place->is_end) array_push(&terms, encoder->arena, encoder->resting[i]);
    }
    return marking_sum(encoder, &terms);
}

// Who waits for a task waits while some instance of it has not ended, or none was started.
static void encode_joins(MarkingEncoder *encoder, NetTaskId task) {
    Z3Session *session = encoder->session;
    Term ended = NULL, is_open = NULL;
    NetList list = encoder->index.of_task[task];
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[list.items[i]];
        if (transition->action != NET_JOIN) continue;
        if (!ended) {
            ended = ended_instances(encoder, task);
            Term none = z3_compare_constant(session, OPERATOR_EQUAL, encoder->instances[task], 0);
            Term some_left = z3_compare(session, OPERATOR_LESS, ended, encoder->instances[task]);
            is_open = z3_or(session, (const Term[]){none, some_left}, 2);
        }
        marking_require(encoder, marking_is_positive(encoder, encoder->executed[list.items[i]]),
                        marking_is_positive(encoder, ended));
        Term resting = encoder->resting[transition->from];
        if (encoder->mode == MARKING_FINAL && resting && !transition->is_optional)
            marking_require(encoder, marking_is_positive(encoder, resting), is_open);
    }
}

static void encode_object(MarkingEncoder *encoder, NetObjectId id) {
    const NetObject *object = &encoder->net->objects.items[id];
    if (!object->is_single) return; // its equations would mix several objects
    switch (object->kind) {
    case OBJECT_CHANNEL:
    case OBJECT_CHANNEL_PAIR: encode_channel(encoder, id); break;
    case OBJECT_MUTEX:
    case OBJECT_READ_WRITE_LOCK:
    case OBJECT_ONCE: encode_lock(encoder, id); break;
    case OBJECT_SEMAPHORE: encode_semaphore(encoder, id); break;
    case OBJECT_WAIT_GROUP: encode_wait_group(encoder, id); break;
    case OBJECT_CONDITION: encode_condition(encoder, id); break;
    case OBJECT_BARRIER: encode_barrier(encoder, id); break;
    default: break;
    }
}

void marking_encode_objects(MarkingEncoder *encoder) {
    for (NetObjectId i = 1; i < encoder->net->objects.count; i++) encode_object(encoder, i);
    for (NetTaskId i = 1; i < encoder->net->tasks.count; i++) encode_joins(encoder, i);
}
