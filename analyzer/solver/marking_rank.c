// SPDX-License-Identifier: MIT
// First-fire ranks: an integer per transition (when it fired first) and per place (when it was reached first)
// that puts causes before effects, so that no cycle of operations can pay for itself.
#include "solver/marking_encode.h"

#include <stdio.h>

typedef struct Ranks {
    MarkingEncoder *encoder;
    Term *fired;   // by transition
    Term *reached; // by place
} Ranks;

static Term rank_variable(Ranks *ranks, const char *prefix, uint32_t id) {
    char name[32];
    snprintf(name, sizeof name, "%s%u", prefix, (unsigned)id);
    return z3_variable(ranks->encoder->session, name);
}

static Term is_executed(Ranks *ranks, NetTransitionId id) {
    return marking_is_positive(ranks->encoder, ranks->encoder->executed[id]);
}

// The transition fired, and first at a rank that compares so with `rank`.
static Term fired_by(Ranks *ranks, NetTransitionId id, Operator operator_, Term rank) {
    Z3Session *session = ranks->encoder->session;
    Term before = z3_compare(session, operator_, ranks->fired[id], rank);
    return z3_and(session, (const Term[]){is_executed(ranks, id), before}, 2);
}

static Term any_of(Ranks *ranks, const TermList *terms) {
    return z3_or(ranks->encoder->session, terms->items, terms->count);
}

// Places that hold an instance from the start need no cause.
static bool is_initial(const MarkingEncoder *encoder, NetPlaceId place) {
    const NetTask *task = &encoder->net->tasks.items[encoder->net->places.items[place].task];
    return task->entry == place && (task->initial.symbol || task->initial.constant > 0);
}

// A reached place was reached by a transition into it, or by the spawn of its task, no later than its rank.
static void encode_reached(Ranks *ranks, NetPlaceId place) {
    MarkingEncoder *encoder = ranks->encoder;
    if (is_initial(encoder, place)) return;
    TermList causes = {0};
    NetList reaching = encoder->index.reaching[place];
    for (uint32_t i = 0; i < reaching.count; i++)
        array_push(&causes, encoder->arena,
                   fired_by(ranks, reaching.items[i], OPERATOR_LESS_EQUAL, ranks->reached[place]));
    NetTaskId task = encoder->net->places.items[place].task;
    NetList spawns = encoder->index.of_task[task];
    for (uint32_t i = 0; encoder->net->tasks.items[task].entry == place && i < spawns.count; i++)
        if (encoder->net->transitions.items[spawns.items[i]].action == NET_SPAWN)
            array_push(&causes, encoder->arena,
                       fired_by(ranks, spawns.items[i], OPERATOR_LESS_EQUAL, ranks->reached[place]));
    TermList leaving = {0};
    NetList out = encoder->index.leaving[place];
    for (uint32_t i = 0; i < out.count; i++) array_push(&leaving, encoder->arena, encoder->executed[out.items[i]]);
    Term is_left = marking_is_positive(encoder, marking_sum(encoder, &leaving));
    marking_require(encoder, is_left, any_of(ranks, &causes));
}

// Fired transitions with this action on the object: fired before `rank`, or at a place reached before it.
static void add_causes(Ranks *ranks, TermList *causes, NetObjectId object, NetAction action, bool by_place, Term rank) {
    MarkingEncoder *encoder = ranks->encoder;
    NetList list = encoder->index.of_object[object];
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = &encoder->net->transitions.items[list.items[i]];
        if (transition->action != action) continue;
        if (!by_place) {
            array_push(causes, encoder->arena, fired_by(ranks, list.items[i], OPERATOR_LESS, rank));
            continue;
        }
        Term before = z3_compare(encoder->session, OPERATOR_LESS, ranks->reached[transition->from], rank);
        Term both = z3_and(encoder->session, (const Term[]){is_executed(ranks, list.items[i]), before}, 2);
        array_push(causes, encoder->arena, both);
    }
}

static void add_endings(Ranks *ranks, TermList *causes, NetTaskId task, Term rank) {
    MarkingEncoder *encoder = ranks->encoder;
    if (encoder->net->places.items[encoder->net->tasks.items[task].entry].is_end) // ends as it starts
        array_push(causes, encoder->arena, z3_truth(encoder->session, true));
    for (NetTransitionId i = 1; i < encoder->net->transitions.count; i++) {
        const NetPlace *to = &encoder->net->places.items[encoder->net->transitions.items[i].to];
        if (to->task == task && to->is_end) array_push(causes, encoder->arena, fired_by(ranks, i, OPERATOR_LESS, rank));
    }
}

// What else must have happened before the transition; false when it needs nothing.
static bool find_causes(Ranks *ranks, const NetTransition *transition, Term rank, TermList *causes) {
    const NetObject *object = &ranks->encoder->net->objects.items[transition->object];
    bool may_meet = object->capacity.symbol || object->capacity.constant == 0;
    bool may_buffer = object->capacity.symbol || object->capacity.constant > 0 || object->is_unbounded;
    switch (transition->action) {
    case NET_SEND:
        if (may_buffer) return false;
        add_causes(ranks, causes, transition->object, NET_RECEIVE, true, rank);
        return true;
    case NET_RECEIVE:
        add_causes(ranks, causes, transition->object, NET_SEND, may_meet && !object->is_unbounded, rank);
        return true;
    case NET_SEND_CLOSED:
    case NET_RECEIVE_CLOSED: add_causes(ranks, causes, transition->object, NET_CLOSE, false, rank); return true;
    case NET_ACQUIRE:
        if (object->capacity.symbol || object->capacity.constant > 0) return false;
        add_causes(ranks, causes, transition->object, NET_RELEASE, false, rank);
        return true;
    case NET_WAKE:
        if (object->wakes_spuriously) return false;
        add_causes(ranks, causes, transition->object, NET_SIGNAL, true, rank);
        add_causes(ranks, causes, transition->object, NET_BROADCAST, true, rank);
        return true;
    case NET_JOIN: add_endings(ranks, causes, transition->task, rank); return true;
    default: return false;
    }
}

static void encode_fired(Ranks *ranks, NetTransitionId id) {
    MarkingEncoder *encoder = ranks->encoder;
    const NetTransition *transition = &encoder->net->transitions.items[id];
    Term rank = ranks->fired[id];
    if (!is_initial(encoder, transition->from)) {
        Term before = z3_compare(encoder->session, OPERATOR_LESS, ranks->reached[transition->from], rank);
        marking_require(encoder, is_executed(ranks, id), before);
    }
    TermList causes = {0};
    bool is_single = !transition->object || encoder->net->objects.items[transition->object].is_single;
    if (is_single && find_causes(ranks, transition, rank, &causes))
        marking_require(encoder, is_executed(ranks, id), any_of(ranks, &causes));
}

void marking_encode_ranks(MarkingEncoder *encoder) {
    const Net *net = encoder->net;
    Ranks ranks = {
        .encoder = encoder,
        .fired = arena_new_array(encoder->arena, Term, net->transitions.count),
        .reached = arena_new_array(encoder->arena, Term, net->places.count),
    };
    for (NetTransitionId i = 1; i < net->transitions.count; i++) ranks.fired[i] = rank_variable(&ranks, "z", i);
    for (NetPlaceId i = 1; i < net->places.count; i++) ranks.reached[i] = rank_variable(&ranks, "y", i);
    for (NetPlaceId i = 1; i < net->places.count; i++) {
        if (is_initial(encoder, i))
            z3_assert(encoder->session, z3_compare_constant(encoder->session, OPERATOR_EQUAL, ranks.reached[i], 0));
        encode_reached(&ranks, i);
    }
    for (NetTransitionId i = 1; i < net->transitions.count; i++) {
        z3_assert(encoder->session, z3_compare_constant(encoder->session, OPERATOR_GREATER, ranks.fired[i], 0));
        encode_fired(&ranks, i);
    }
}
