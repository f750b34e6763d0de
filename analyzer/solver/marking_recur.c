// SPDX-License-Identifier: MIT
// Tasks that run for ever while others wait: beside the executions up to a late moment, which transitions recur
// from then on (a T-invariant, Murata 1989, section IV.E). Recurring flow is a circulation that leaves every bounded
// object as it was; a branch that recurs goes every way again and again; and whoever waits for ever waits for
// something that does not recur.
#include "solver/marking_encode.h"

#include <stdio.h>

static bool is_trip_head(const MarkingEncoder *encoder, NetPlaceId place) {
    return encoder->net->places.items[place].has_trip;
}

static bool recurs_any(const bool *recurs, NetList list) {
    for (uint32_t i = 0; i < list.count; i++)
        if (recurs[list.items[i]]) return true;
    return false;
}

static bool starts_again(const MarkingEncoder *encoder, const bool *recurs, NetPlaceId place) {
    NetTaskId task = encoder->net->places.items[place].task;
    if (encoder->net->tasks.items[task].entry != place) return false;
    NetList list = encoder->index.of_task[task];
    for (uint32_t i = 0; i < list.count; i++)
        if (encoder->net->transitions.items[list.items[i]].action == NET_SPAWN && recurs[list.items[i]]) return true;
    return false;
}

static bool is_sink(const MarkingEncoder *encoder, NetPlaceId place) {
    return encoder->net->places.items[place].is_end || encoder->may_wait[place];
}

// Where a call sees that something is closed, it may see nothing else any more: none of its other ways is fair.
static bool sees_close(const MarkingEncoder *encoder, NetPlaceId place) {
    NetList leaving = encoder->index.leaving[place];
    for (uint32_t i = 0; i < leaving.count; i++) {
        NetAction action = encoder->net->transitions.items[leaving.items[i]].action;
        if (action == NET_RECEIVE_CLOSED || action == NET_SEND_CLOSED) return true;
    }
    return false;
}

// A place that a fair branch leaves for good is not visited again and again.
static bool is_left_for_good(const MarkingEncoder *encoder, const bool *recurs, NetPlaceId place) {
    NetList leaving = encoder->index.leaving[place];
    for (uint32_t i = 0; i < leaving.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[leaving.items[i]];
        bool is_sure = transition->action == NET_STEP && !transition->is_optional && !transition->guard_count;
        bool is_free = !is_trip_head(encoder, place) && !sees_close(encoder, place);
        if (is_sure && !recurs[leaving.items[i]] && is_free) return true;
    }
    return false;
}

static bool can_recur(const MarkingEncoder *encoder, const bool *recurs, NetTransitionId id) {
    const NetTransition *transition = &encoder->net->transitions.items[id];
    if (encoder->net->places.items[transition->to].is_process_end) return false;
    if (!recurs_any(recurs, encoder->index.reaching[transition->from]) &&
        !starts_again(encoder, recurs, transition->from))
        return false;
    if (is_left_for_good(encoder, recurs, transition->from)) return false;
    return is_sink(encoder, transition->to) || recurs_any(recurs, encoder->index.leaving[transition->to]);
}

// Everything inside loops and in tasks that loops spawn, less what cannot be part of a circulation.
static bool *find_recurring(const MarkingEncoder *encoder) {
    const Net *net = encoder->net;
    bool *recurs = arena_new_array(encoder->arena, bool, net->transitions.count);
    for (NetTransitionId i = 1; i < net->transitions.count; i++) recurs[i] = true;
    for (bool changed = true; changed;) {
        changed = false;
        for (NetTransitionId i = 1; i < net->transitions.count; i++) {
            if (!recurs[i] || can_recur(encoder, recurs, i)) continue;
            recurs[i] = false;
            changed = true;
        }
    }
    return recurs;
}

// Whether some remaining task spawns this one.
static bool is_spawned(const MarkingEncoder *encoder, NetTaskId task, const bool *is_removed) {
    NetList list = encoder->index.of_task[task];
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[list.items[i]];
        if (transition->action == NET_SPAWN && !is_removed[encoder->net->places.items[transition->from].task])
            return true;
    }
    return false;
}

// Tasks that spawn one another in a circle: what remains when those that none of the rest spawns are taken away.
static bool has_spawn_cycle(const MarkingEncoder *encoder) {
    uint32_t task_count = encoder->net->tasks.count, left = task_count - 1;
    bool *is_removed = arena_new_array(encoder->arena, bool, task_count);
    for (bool changed = true; changed;) {
        changed = false;
        for (NetTaskId i = 1; i < task_count; i++) {
            if (is_removed[i] || is_spawned(encoder, i, is_removed)) continue;
            is_removed[i] = changed = true;
            left--;
        }
    }
    return left > 0;
}

// A loop whose every way round is counted does not recur by itself; without others nothing does.
static bool has_endless_loop(const MarkingEncoder *encoder) {
    for (NetLoopId i = 1; i < encoder->loops.loops.count; i++) {
        const NetLoop *loop = &encoder->loops.loops.items[i];
        if (!loop->has_one_entry || !encoder->net->places.items[loop->head].has_trip) return true;
    }
    return has_spawn_cycle(encoder);
}

static Term variable(MarkingEncoder *encoder, const char *prefix, uint32_t id) {
    char name[32];
    snprintf(name, sizeof name, "%s%u", prefix, (unsigned)id);
    Term term = z3_variable(encoder->session, name);
    z3_assert(encoder->session, z3_compare_constant(encoder->session, OPERATOR_GREATER_EQUAL, term, 0));
    return term;
}

void marking_find_recurrence(MarkingEncoder *encoder) {
    const Net *net = encoder->net;
    encoder->recurring = arena_new_array(encoder->arena, Term, net->transitions.count);
    encoder->running = arena_new_array(encoder->arena, Term, net->places.count);
    if (encoder->mode != MARKING_FINAL || !has_endless_loop(encoder)) return;
    bool *recurs = find_recurring(encoder);
    for (NetTransitionId i = 1; i < net->transitions.count; i++) {
        if (!recurs[i]) continue;
        encoder->has_recurrence = true;
        encoder->recurring[i] = variable(encoder, "r", i);
    }
    for (NetPlaceId i = 1; i < net->places.count; i++)
        if (recurs_any(recurs, encoder->index.reaching[i])) encoder->running[i] = variable(encoder, "q", i);
}

static void add_recurring(MarkingEncoder *encoder, TermList *terms, NetList list) {
    for (uint32_t i = 0; i < list.count; i++)
        if (encoder->recurring[list.items[i]]) array_push(terms, encoder->arena, encoder->recurring[list.items[i]]);
}

static void add_respawns(MarkingEncoder *encoder, TermList *terms, NetPlaceId place) {
    NetTaskId task = encoder->net->places.items[place].task;
    NetList spawns = encoder->index.of_task[task];
    for (uint32_t i = 0; encoder->net->tasks.items[task].entry == place && i < spawns.count; i++)
        if (encoder->net->transitions.items[spawns.items[i]].action == NET_SPAWN && encoder->recurring[spawns.items[i]])
            array_push(terms, encoder->arena, encoder->recurring[spawns.items[i]]);
}

// How often the place is reached again: by transitions, or by new instances.
static Term visits(MarkingEncoder *encoder, NetPlaceId place) {
    TermList terms = {0};
    add_recurring(encoder, &terms, encoder->index.reaching[place]);
    add_respawns(encoder, &terms, place);
    return marking_sum(encoder, &terms);
}

static Term all_guards(MarkingEncoder *encoder, const NetTransition *transition) {
    TermList terms = {0};
    for (uint32_t i = 0; i < transition->guard_count; i++)
        array_push(&terms, encoder->arena,
                   marking_constraint(encoder, encoder->net->guards.items[transition->first_guard + i]));
    return z3_and(encoder->session, terms.items, terms.count);
}

static void encode_branches(MarkingEncoder *encoder, NetPlaceId place, Term is_visited) {
    NetList leaving = encoder->index.leaving[place];
    if (is_trip_head(encoder, place) || sees_close(encoder, place)) return;
    for (uint32_t i = 0; i < leaving.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[leaving.items[i]];
        if (transition->action != NET_STEP || transition->is_optional) continue;
        Term is_open = z3_and(encoder->session, (const Term[]){is_visited, all_guards(encoder, transition)}, 2);
        Term recurs = encoder->recurring[leaving.items[i]];
        marking_require(encoder, is_open,
                        recurs ? marking_is_positive(encoder, recurs) : z3_truth(encoder->session, false));
    }
}

static void encode_place(MarkingEncoder *encoder, NetPlaceId place) {
    Z3Session *session = encoder->session;
    Term in = visits(encoder, place), is_visited = marking_is_positive(encoder, in);
    TermList out = {0};
    add_recurring(encoder, &out, encoder->index.leaving[place]);
    if (is_sink(encoder, place)) array_push(&out, encoder->arena, variable(encoder, "k", place));
    z3_assert(session, z3_compare(session, OPERATOR_EQUAL, in, marking_sum(encoder, &out)));
    if (encoder->running[place])
        marking_require(encoder, marking_is_positive(encoder, encoder->running[place]), is_visited);
    encode_branches(encoder, place, is_visited);
}

// Who goes round in a loop for ever is in it, or enters it again and again.
static void encode_loop(MarkingEncoder *encoder, NetLoopId id) {
    const NetLoop *loop = &encoder->loops.loops.items[id];
    TermList inside = {0}, sources = {0};
    add_recurring(encoder, &inside, (NetList){loop->inside.items, loop->inside.count});
    if (!inside.count) return;
    add_recurring(encoder, &sources, (NetList){loop->entries.items, loop->entries.count});
    add_respawns(encoder, &sources, loop->head);
    bool is_counted = loop->has_one_entry && is_trip_head(encoder, loop->head);
    for (NetPlaceId i = 1; i < encoder->net->places.count && !is_counted; i++)
        if (encoder->running[i] && net_loop_contains(&encoder->loops, id, i))
            array_push(&sources, encoder->arena, encoder->running[i]);
    marking_require(encoder, marking_is_positive(encoder, marking_sum(encoder, &inside)),
                    marking_is_positive(encoder, marking_sum(encoder, &sources)));
}

Term marking_recurring(MarkingEncoder *encoder, NetObjectId object, NetAction action) {
    TermList terms = {0};
    NetList list = encoder->index.of_object[object];
    for (uint32_t i = 0; i < list.count; i++)
        if (encoder->net->transitions.items[list.items[i]].action == action && encoder->recurring[list.items[i]])
            array_push(&terms, encoder->arena, encoder->recurring[list.items[i]]);
    return marking_sum(encoder, &terms);
}

// While some wait in vain for `waiting`, no place is visited again and again where `serving` could be done.
static void forbid_service(MarkingEncoder *encoder, NetObjectId object, NetAction waiting, NetAction serving) {
    if (!marking_has_action(encoder, object, waiting)) return;
    Term waits = marking_is_positive(encoder, marking_waiting(encoder, object, waiting));
    NetList list = encoder->index.of_object[object];
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[list.items[i]];
        if (transition->action != serving || transition->is_optional || transition->guard_count) continue;
        Term never = z3_compare_constant(encoder->session, OPERATOR_EQUAL, visits(encoder, transition->from), 0);
        marking_require(encoder, waits, never);
    }
}

static void require_balance(MarkingEncoder *encoder, NetObjectId object, NetAction up, NetAction down, bool may_grow) {
    Term more = marking_recurring(encoder, object, up), less = marking_recurring(encoder, object, down);
    z3_assert(encoder->session,
              z3_compare(encoder->session, may_grow ? OPERATOR_GREATER_EQUAL : OPERATOR_EQUAL, more, less));
}

// A way out that stays open is taken: the closed end of a channel, and what a quiet channel holds or has room for.
static void encode_open_ways(MarkingEncoder *encoder, NetObjectId object, Term is_closed, Term is_empty, Term is_full) {
    Z3Session *session = encoder->session;
    NetList list = encoder->index.of_object[object];
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[list.items[i]];
        if (transition->is_optional || transition->guard_count) continue;
        Term reason = NULL;
        Term moves = z3_add(session, marking_recurring(encoder, object, NET_SEND),
                            marking_recurring(encoder, object, NET_RECEIVE));
        Term is_busy = marking_is_positive(encoder, moves);
        if (transition->action == NET_RECEIVE) reason = z3_or(session, (const Term[]){is_empty, is_busy}, 2);
        if (transition->action == NET_SEND) reason = z3_or(session, (const Term[]){is_full, is_busy}, 2);
        bool is_close = transition->action == NET_SEND_CLOSED || transition->action == NET_RECEIVE_CLOSED;
        if (is_close) reason = z3_or(session, (const Term[]){z3_not(session, is_closed), is_busy}, 2);
        if (!reason) continue;
        Term never = z3_compare_constant(session, OPERATOR_EQUAL, visits(encoder, transition->from), 0);
        Term recurs = encoder->recurring[list.items[i]];
        Term taken = recurs ? marking_is_positive(encoder, recurs) : z3_truth(session, false);
        z3_assert(session, z3_or(session, (const Term[]){never, taken, reason}, 3));
    }
}

static void encode_channel(MarkingEncoder *encoder, NetObjectId id) {
    Z3Session *session = encoder->session;
    const NetObject *object = &encoder->net->objects.items[id];
    require_balance(encoder, id, NET_SEND, NET_RECEIVE, object->is_unbounded);
    forbid_service(encoder, id, NET_RECEIVE, NET_SEND);
    forbid_service(encoder, id, NET_SEND, NET_RECEIVE);
    Term fill =
        z3_subtract(session, marking_executed(encoder, id, NET_SEND), marking_executed(encoder, id, NET_RECEIVE));
    Term is_full = z3_compare(session, OPERATOR_GREATER_EQUAL, fill, marking_amount(encoder, object->capacity));
    if (object->is_unbounded) is_full = z3_truth(session, false);
    encode_open_ways(encoder, id, marking_is_positive(encoder, marking_executed(encoder, id, NET_CLOSE)),
                     z3_compare_constant(session, OPERATOR_EQUAL, fill, 0), is_full);
}

static void encode_object(MarkingEncoder *encoder, NetObjectId id) {
    const NetObject *object = &encoder->net->objects.items[id];
    if (!object->is_single) return;
    switch (object->kind) {
    case OBJECT_CHANNEL:
    case OBJECT_CHANNEL_PAIR: encode_channel(encoder, id); break;
    case OBJECT_MUTEX:
    case OBJECT_READ_WRITE_LOCK:
    case OBJECT_ONCE:
        require_balance(encoder, id, NET_LOCK, NET_UNLOCK, object->is_recursive);
        require_balance(encoder, id, NET_LOCK_SHARED, NET_UNLOCK_SHARED, true);
        forbid_service(encoder, id, NET_LOCK, NET_UNLOCK);
        forbid_service(encoder, id, NET_LOCK_SHARED, NET_UNLOCK);
        break;
    case OBJECT_SEMAPHORE:
        require_balance(encoder, id, NET_RELEASE, NET_ACQUIRE, true);
        forbid_service(encoder, id, NET_ACQUIRE, NET_RELEASE);
        break;
    case OBJECT_CONDITION:
        forbid_service(encoder, id, NET_WAKE, NET_SIGNAL);
        forbid_service(encoder, id, NET_WAKE, NET_BROADCAST);
        break;
    default: break;
    }
}

void marking_encode_recurrence(MarkingEncoder *encoder) {
    const Net *net = encoder->net;
    if (!encoder->has_recurrence) return;
    for (NetTransitionId i = 1; i < net->transitions.count; i++)
        if (encoder->recurring[i])
            marking_require(encoder, marking_is_positive(encoder, encoder->recurring[i]),
                            marking_is_positive(encoder, encoder->executed[i]));
    for (NetPlaceId i = 1; i < net->places.count; i++) encode_place(encoder, i);
    for (NetLoopId i = 1; i < encoder->loops.loops.count; i++) encode_loop(encoder, i);
    for (NetObjectId i = 1; i < net->objects.count; i++) encode_object(encoder, i);
}
