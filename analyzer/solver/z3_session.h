// SPDX-License-Identifier: MIT
// One question to Z3 at a time, each in a context of its own, and terms of linear integer arithmetic. Terms are owned
// by the session and live until the question that made them is closed. Z3 errors on well-formed terms are our own fault
// and abort.
#pragma once
#include "program/program.h"

#include <z3.h>

typedef struct Z3Session Z3Session;
typedef Z3_ast Term;

typedef enum Z3Answer { Z3_ANSWER_UNSATISFIABLE, Z3_ANSWER_SATISFIABLE, Z3_ANSWER_UNKNOWN } Z3Answer;

// A question is what is asserted between open and close; questions do not nest.
Z3Session *z3_session_open(void);
void z3_session_close(Z3Session *session);

// Asks with a budget in Z3's own resource units, so that equal questions get equal answers on any machine.
Z3Answer z3_session_check(Z3Session *session, uint32_t resource_limit);
const char *z3_session_unknown_reason(Z3Session *session);

// After Z3_ANSWER_SATISFIABLE, until the next check or close. False when the value does not fit.
bool z3_session_value(Z3Session *session, Term term, int64_t *value);

// Whether the proposition or formula is true in the model.
bool z3_session_holds(Z3Session *session, Term formula);

// Everything asserted so far as SMT-LIB 2 with its declarations; valid until the next call.
const char *z3_session_text(Z3Session *session);

void z3_assert(Z3Session *session, Term term);
Term z3_variable(Z3Session *session, const char *name); // an integer; equal names are one variable
Term z3_proposition(Z3Session *session, const char *name);
Term z3_constant(Z3Session *session, int64_t value);
Term z3_truth(Z3Session *session, bool value);
Term z3_sum(Z3Session *session, const Term *terms, uint32_t count); // 0 for none
Term z3_add(Z3Session *session, Term left, Term right);
Term z3_subtract(Z3Session *session, Term left, Term right);
Term z3_multiply(Z3Session *session, Term left, Term right); // leaves linear arithmetic
Term z3_scale(Z3Session *session, int64_t factor, Term term);
Term z3_compare(Z3Session *session, Operator operator_, Term left, Term right);
Term z3_compare_constant(Z3Session *session, Operator operator_, Term left, int64_t right);
Term z3_and(Z3Session *session, const Term *terms, uint32_t count);
Term z3_or(Z3Session *session, const Term *terms, uint32_t count);
Term z3_not(Z3Session *session, Term term);
Term z3_implies(Z3Session *session, Term if_, Term then);
Term z3_if(Z3Session *session, Term condition, Term then, Term otherwise);

// Pseudo-Boolean: the sum of the weights of the formulas that hold, compared with `bound` (LESS_EQUAL,
// GREATER_EQUAL or EQUAL).
Term z3_weigh(Z3Session *session, const Term *formulas, const int *weights, uint32_t count, Operator operator_,
              int bound);
