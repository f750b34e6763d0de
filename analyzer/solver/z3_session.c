// SPDX-License-Identifier: MIT
#include "solver/z3_session.h"

#include "base/status.h"
#include "solver/z3_version.h"

#include <stdlib.h>

struct Z3Session {
    Z3_context context;
    Z3_solver solver;
    Z3_params parameters;
    Z3_sort integer, boolean;
    Z3_model model;
    Z3_ast *kept; // every term of the open question, to be released at its end
    size_t kept_count, kept_capacity;
    bool is_open, keeps_context;
};

// Memory and cancellation end in an unknown answer; anything else is a term that we built wrongly.
static void on_error(Z3_context context, Z3_error_code code) {
    if (code == Z3_MEMOUT_FAIL || code == Z3_EXCEPTION) return;
    invariant_failed(__FILE__, __LINE__, "well-formed Z3 call", Z3_get_error_msg(context, code));
}

static void start(Z3Session *session) {
    Z3_config config = Z3_mk_config();
    session->context = Z3_mk_context_rc(config);
    Z3_del_config(config);
    Z3_context context = session->context;
    Z3_set_error_handler(context, on_error);
    session->solver = Z3_mk_simple_solver(context);
    Z3_solver_inc_ref(context, session->solver);
    session->parameters = Z3_mk_params(context);
    Z3_params_inc_ref(context, session->parameters);
    Z3_params_set_uint(context, session->parameters, Z3_mk_string_symbol(context, "random_seed"), 0);
    session->integer = Z3_mk_int_sort(context);
    Z3_inc_ref(context, Z3_sort_to_ast(context, session->integer));
    session->boolean = Z3_mk_bool_sort(context);
    Z3_inc_ref(context, Z3_sort_to_ast(context, session->boolean));
}

Z3Session *z3_session_open(void) {
    // The one piece of process-wide state of this room; every question has a context of its own (about 1 ms), so that
    // no answer depends on what was asked before.
    static Z3Session session;
    invariant(!session.is_open, "questions to Z3 do not nest");
    if (!session.context) start(&session);
    session.is_open = true;
    return &session;
}

static void drop_model(Z3Session *session) {
    if (session->model) Z3_model_dec_ref(session->context, session->model);
    session->model = NULL;
}

void z3_session_close(Z3Session *session) {
    Z3_context context = session->context;
    drop_model(session);
    for (size_t i = session->kept_count; i-- > 0;) Z3_dec_ref(context, session->kept[i]);
    session->kept_count = 0;
    session->is_open = false;
    if (session->keeps_context) {
        Z3_solver_reset(context, session->solver);
        return;
    }
    Z3_solver_dec_ref(context, session->solver);
    Z3_params_dec_ref(context, session->parameters);
    Z3_dec_ref(context, Z3_sort_to_ast(context, session->integer));
    Z3_dec_ref(context, Z3_sort_to_ast(context, session->boolean));
    Z3_del_context(context);
    session->context = NULL;
}

void z3_keep_context(void) {
    Z3Session *session = z3_session_open();
    session->keeps_context = true;
    z3_session_close(session);
}

Z3Answer z3_session_check(Z3Session *session, uint32_t resource_limit) {
    Z3_context context = session->context;
    drop_model(session);
    Z3_params_set_uint(context, session->parameters, Z3_mk_string_symbol(context, "rlimit"), resource_limit);
    Z3_solver_set_params(context, session->solver, session->parameters);
    Z3_lbool answer = Z3_solver_check(context, session->solver);
    if (answer == Z3_L_FALSE) return Z3_ANSWER_UNSATISFIABLE;
    if (answer != Z3_L_TRUE) return Z3_ANSWER_UNKNOWN;
    session->model = Z3_solver_get_model(context, session->solver);
    if (!session->model) return Z3_ANSWER_UNKNOWN;
    Z3_model_inc_ref(context, session->model);
    return Z3_ANSWER_SATISFIABLE;
}

const char *z3_session_unknown_reason(Z3Session *session) {
    return Z3_solver_get_reason_unknown(session->context, session->solver);
}

bool z3_session_value(Z3Session *session, Term term, int64_t *value) {
    invariant(session->model != NULL, "a value is asked of a satisfiable question");
    Z3_ast result = NULL;
    if (!Z3_model_eval(session->context, session->model, term, true, &result)) return false;
    Z3_inc_ref(session->context, result);
    bool fits = Z3_get_numeral_int64(session->context, result, value);
    Z3_dec_ref(session->context, result);
    return fits;
}

bool z3_session_holds(Z3Session *session, Term formula) {
    invariant(session->model != NULL, "a value is asked of a satisfiable question");
    Z3_ast result = NULL;
    if (!Z3_model_eval(session->context, session->model, formula, true, &result)) return false;
    Z3_inc_ref(session->context, result);
    bool holds = Z3_get_bool_value(session->context, result) == Z3_L_TRUE;
    Z3_dec_ref(session->context, result);
    return holds;
}

const char *z3_session_text(Z3Session *session) {
    return Z3_solver_to_string(session->context, session->solver);
}

static Term keep(Z3Session *session, Z3_ast term) {
    Z3_inc_ref(session->context, term);
    if (session->kept_count == session->kept_capacity) {
        session->kept_capacity = session->kept_capacity ? session->kept_capacity * 2 : 1024;
        session->kept = realloc(session->kept, session->kept_capacity * sizeof *session->kept);
        invariant(session->kept != NULL, "out of memory");
    }
    session->kept[session->kept_count++] = term;
    return term;
}

void z3_assert(Z3Session *session, Term term) {
    Z3_solver_assert(session->context, session->solver, term);
}

Term z3_variable(Z3Session *session, const char *name) {
    return keep(session, Z3_mk_const(session->context, Z3_mk_string_symbol(session->context, name), session->integer));
}

Term z3_proposition(Z3Session *session, const char *name) {
    return keep(session, Z3_mk_const(session->context, Z3_mk_string_symbol(session->context, name), session->boolean));
}

Term z3_constant(Z3Session *session, int64_t value) {
    return keep(session, Z3_mk_int64(session->context, value, session->integer));
}

Term z3_truth(Z3Session *session, bool value) {
    return keep(session, value ? Z3_mk_true(session->context) : Z3_mk_false(session->context));
}

Term z3_sum(Z3Session *session, const Term *terms, uint32_t count) {
    if (count == 0) return z3_constant(session, 0);
    return count == 1 ? terms[0] : keep(session, Z3_mk_add(session->context, count, terms));
}

Term z3_add(Z3Session *session, Term left, Term right) {
    return z3_sum(session, (const Term[]){left, right}, 2);
}

Term z3_subtract(Z3Session *session, Term left, Term right) {
    return keep(session, Z3_mk_sub(session->context, 2, (const Term[]){left, right}));
}

Term z3_multiply(Z3Session *session, Term left, Term right) {
    return keep(session, Z3_mk_mul(session->context, 2, (const Term[]){left, right}));
}

Term z3_scale(Z3Session *session, int64_t factor, Term term) {
    if (factor == 1) return term;
    return keep(session, Z3_mk_mul(session->context, 2, (const Term[]){z3_constant(session, factor), term}));
}

Term z3_compare(Z3Session *session, Operator operator_, Term left, Term right) {
    Z3_context context = session->context;
    switch (operator_) {
    case OPERATOR_EQUAL: return keep(session, Z3_mk_eq(context, left, right));
    case OPERATOR_NOT_EQUAL: return z3_not(session, keep(session, Z3_mk_eq(context, left, right)));
    case OPERATOR_LESS: return keep(session, Z3_mk_lt(context, left, right));
    case OPERATOR_LESS_EQUAL: return keep(session, Z3_mk_le(context, left, right));
    case OPERATOR_GREATER: return keep(session, Z3_mk_gt(context, left, right));
    case OPERATOR_GREATER_EQUAL: return keep(session, Z3_mk_ge(context, left, right));
    default: invariant_failed(__FILE__, __LINE__, "a comparison", "only comparisons become formulas");
    }
}

Term z3_compare_constant(Z3Session *session, Operator operator_, Term left, int64_t right) {
    return z3_compare(session, operator_, left, z3_constant(session, right));
}

Term z3_and(Z3Session *session, const Term *terms, uint32_t count) {
    if (count == 0) return z3_truth(session, true);
    return count == 1 ? terms[0] : keep(session, Z3_mk_and(session->context, count, terms));
}

Term z3_or(Z3Session *session, const Term *terms, uint32_t count) {
    if (count == 0) return z3_truth(session, false);
    return count == 1 ? terms[0] : keep(session, Z3_mk_or(session->context, count, terms));
}

Term z3_not(Z3Session *session, Term term) {
    return keep(session, Z3_mk_not(session->context, term));
}

Term z3_implies(Z3Session *session, Term if_, Term then) {
    return keep(session, Z3_mk_implies(session->context, if_, then));
}

Term z3_if(Z3Session *session, Term condition, Term then, Term otherwise) {
    return keep(session, Z3_mk_ite(session->context, condition, then, otherwise));
}

Term z3_weigh(Z3Session *session, const Term *formulas, const int *weights, uint32_t count, Operator operator_,
              int bound) {
    Z3_context context = session->context;
    if (!count) return z3_compare(session, operator_, z3_constant(session, 0), z3_constant(session, bound));
    switch (operator_) {
    case OPERATOR_LESS_EQUAL: return keep(session, Z3_mk_pble(context, count, formulas, weights, bound));
    case OPERATOR_GREATER_EQUAL: return keep(session, Z3_mk_pbge(context, count, formulas, weights, bound));
    case OPERATOR_EQUAL: return keep(session, Z3_mk_pbeq(context, count, formulas, weights, bound));
    default: invariant_failed(__FILE__, __LINE__, "a bound", "sums of weights are bounded or equal");
    }
}
