// SPDX-License-Identifier: MIT
// Inside of marking: one net as terms. marking_flow makes the variables and the flow, marking_object what holds
// of each object, marking_cell of shared variables, marking_recur what may go on for ever, marking_rank the order in
// which transitions can have fired first.
#pragma once
#include "solver/net_loop.h"
#include "solver/z3_session.h"

typedef enum MarkingMode {
    MARKING_FINAL,  // the marking of a stuck state
    MARKING_MISUSE, // any marking that is reached by the first misuse
} MarkingMode;

typedef struct MarkingEncoder {
    Z3Session *session;
    Arena *arena;
    const Net *net;
    NetIndex index;
    NetLoops loops;
    MarkingMode mode;
    Term *executed;  // by transition
    Term *resting;   // by place; NULL where nothing can rest
    Term *instances; // by task
    Term *symbols;   // by symbol
    bool *may_wait;  // by place
    Term *recurring; // by transition: how often it fires in one round of what goes on for ever; NULL when never
    Term *running;   // by place: instances that are there and run for ever; NULL where none can be
    bool has_recurrence;
    ARRAY(Term) misuses; // counters below zero
} MarkingEncoder;

typedef ARRAY(Term) TermList;

MarkingEncoder marking_encoder_create(Z3Session *session, const Net *net, MarkingMode mode, Arena *arena);
void marking_encode_flow(MarkingEncoder *encoder);
void marking_encode_objects(MarkingEncoder *encoder);
void marking_find_recurrence(MarkingEncoder *encoder); // makes the variables; before the flow
void marking_encode_recurrence(MarkingEncoder *encoder);
void marking_encode_cells(MarkingEncoder *encoder);
void marking_encode_ranks(MarkingEncoder *encoder);

Term marking_constraint(MarkingEncoder *encoder, PathConstraint constraint);
Term marking_amount(MarkingEncoder *encoder, NetAmount amount);
Term marking_sum(MarkingEncoder *encoder, const TermList *terms);

// How often the transitions on the object with this action fired.
Term marking_executed(MarkingEncoder *encoder, NetObjectId object, NetAction action);
Term marking_recurring(MarkingEncoder *encoder, NetObjectId object, NetAction action); // in one round, the same
bool marking_has_action(const MarkingEncoder *encoder, NetObjectId object, NetAction action);

// Whether an instance waiting in `place` is sure to take such a transition once it is possible.
bool marking_place_awaits(const MarkingEncoder *encoder, NetPlaceId place, NetObjectId object, NetAction action);

// How many instances rest in places that await this action on the object.
Term marking_waiting(MarkingEncoder *encoder, NetObjectId object, NetAction action);

static inline Term marking_is_positive(MarkingEncoder *encoder, Term term) {
    return z3_compare_constant(encoder->session, OPERATOR_GREATER, term, 0);
}
static inline void marking_require(MarkingEncoder *encoder, Term if_, Term then) {
    z3_assert(encoder->session, z3_implies(encoder->session, if_, then));
}
