// SPDX-License-Identifier: MIT
#include "solver/feasibility.h"

#include "base/status.h"
#include "solver/smt_dump.h"
#include "solver/z3_session.h"

#include <stdio.h>

// Path conditions are small; a hundred constraints use a few thousand units.
// A product of unknowns leaves linear arithmetic, where Z3 can spend any time: it gets little.
enum { FEASIBILITY_RESOURCES = 2000000, PRODUCT_RESOURCES = 20000 };

PathConstraint path_constraint_negate(PathConstraint constraint) {
    static const Operator opposite[] = {
        [OPERATOR_EQUAL] = OPERATOR_NOT_EQUAL,    [OPERATOR_NOT_EQUAL] = OPERATOR_EQUAL,
        [OPERATOR_LESS] = OPERATOR_GREATER_EQUAL, [OPERATOR_GREATER_EQUAL] = OPERATOR_LESS,
        [OPERATOR_LESS_EQUAL] = OPERATOR_GREATER, [OPERATOR_GREATER] = OPERATOR_LESS_EQUAL,
    };
    invariant(constraint.operator_ >= OPERATOR_EQUAL && constraint.operator_ <= OPERATOR_GREATER_EQUAL,
              "a path constraint compares");
    constraint.operator_ = opposite[constraint.operator_];
    return constraint;
}

// -1, 0 or 1 for left compared with right + constant. The sum is moved to the side where it cannot overflow.
static int compare_sum(int64_t left, int64_t right, int64_t constant) {
    bool too_big = constant > 0 && right > INT64_MAX - constant;
    bool too_small = constant < 0 && right < INT64_MIN - constant;
    if (too_big) return -1;
    if (too_small) return 1;
    int64_t sum = right + constant;
    return (left > sum) - (left < sum);
}

bool path_constraint_holds(PathConstraint constraint, const int64_t *values) {
    int64_t left = constraint.left ? values[constraint.left] : 0,
            right = constraint.right ? values[constraint.right] : 0;
    int order = compare_sum(left, right, constraint.constant);
    switch (constraint.operator_) {
    case OPERATOR_EQUAL: return order == 0;
    case OPERATOR_NOT_EQUAL: return order != 0;
    case OPERATOR_LESS: return order < 0;
    case OPERATOR_LESS_EQUAL: return order <= 0;
    case OPERATOR_GREATER: return order > 0;
    case OPERATOR_GREATER_EQUAL: return order >= 0;
    default: invariant_failed(__FILE__, __LINE__, "a comparison", "a path constraint compares");
    }
}

static void declare_symbols(Z3Session *session, Term *symbols, uint32_t symbol_count) {
    symbols[0] = z3_constant(session, 0);
    for (uint32_t i = 1; i < symbol_count; i++) {
        char name[24];
        snprintf(name, sizeof name, "s%u", (unsigned)i);
        symbols[i] = z3_variable(session, name);
    }
}

static void assert_constraint(Z3Session *session, const PathConstraint *constraint, const Term *symbols) {
    Term right = z3_add(session, symbols[constraint->right], z3_constant(session, constraint->constant));
    z3_assert(session, z3_compare(session, constraint->operator_, symbols[constraint->left], right));
}

static void bound_symbol(Z3Session *session, Term symbol) {
    z3_assert(session, z3_compare_constant(session, OPERATOR_GREATER_EQUAL, symbol, INT64_MIN));
    z3_assert(session, z3_compare_constant(session, OPERATOR_LESS_EQUAL, symbol, INT64_MAX));
}

static bool read_values(Z3Session *session, const Term *symbols, uint32_t symbol_count, int64_t *values) {
    for (uint32_t i = 0; i < symbol_count; i++)
        if (!z3_session_value(session, symbols[i], &values[i])) return false;
    return true;
}

static Term shifted(Z3Session *session, Term symbol, int64_t number) {
    return z3_add(session, symbol, z3_constant(session, number));
}

static void assert_sum(Z3Session *session, const SymbolSum *sum, const Term *symbols) {
    Term value;
    if (sum->operator_ == OPERATOR_NONE) {
        value = z3_add(session, z3_scale(session, sum->left_factor, symbols[sum->left]),
                       z3_scale(session, sum->right_factor, symbols[sum->right]));
        value = z3_add(session, value, z3_constant(session, sum->constant));
    } else if (sum->operator_ == OPERATOR_MULTIPLY) {
        value = z3_multiply(session, shifted(session, symbols[sum->left], sum->left_number),
                            shifted(session, symbols[sum->right], sum->right_number));
    } else {
        return;
    }
    z3_assert(session, z3_compare(session, OPERATOR_EQUAL, symbols[sum->symbol], value));
}

static bool is_constrained(const PathCondition *path, uint32_t symbol, const SymbolSum *besides) {
    for (uint32_t i = 0; symbol && i < path->constraint_count; i++)
        if (path->constraints[i].left == symbol || path->constraints[i].right == symbol) return true;
    for (uint32_t i = 0; symbol && i < path->sum_count; i++) {
        const SymbolSum *sum = &path->sums[i];
        if (sum != besides && (sum->left == symbol || sum->right == symbol || sum->symbol == symbol)) return true;
    }
    return false;
}

// A result that is not followed may be anything as long as nothing else is said of its operands.
static bool hangs_on_guess(const PathCondition *path) {
    for (uint32_t i = 0; i < path->sum_count; i++) {
        const SymbolSum *sum = &path->sums[i];
        if (sum_is_followed(sum) || !is_constrained(path, sum->symbol, sum)) continue;
        if (is_constrained(path, sum->left, sum) || is_constrained(path, sum->right, sum)) return true;
    }
    return false;
}

static void assert_path(Z3Session *session, const PathCondition *condition, const Term *symbols, Arena *arena) {
    bool *is_used = arena_new_array(arena, bool, condition->symbol_count);
    for (uint32_t i = 0; i < condition->constraint_count; i++) {
        const PathConstraint *constraint = &condition->constraints[i];
        invariant(constraint->left < condition->symbol_count && constraint->right < condition->symbol_count,
                  "symbol ids are in range");
        assert_constraint(session, constraint, symbols);
        is_used[constraint->left] = is_used[constraint->right] = true;
    }
    for (uint32_t i = 0; i < condition->sum_count; i++) {
        const SymbolSum *sum = &condition->sums[i];
        assert_sum(session, sum, symbols);
        is_used[sum->symbol] = is_used[sum->left] = is_used[sum->right] = true;
    }
    for (uint32_t i = 1; i < condition->symbol_count; i++)
        if (is_used[i]) bound_symbol(session, symbols[i]);
}

static bool has_product(const PathCondition *path) {
    for (uint32_t i = 0; i < path->sum_count; i++)
        if (path->sums[i].operator_ == OPERATOR_MULTIPLY) return true;
    return false;
}

static const char *answer_word(Z3Answer answer) {
    return answer == Z3_ANSWER_SATISFIABLE ? "sat" : answer == Z3_ANSWER_UNSATISFIABLE ? "unsat" : "unknown";
}

Feasibility feasibility_of_path(const PathCondition *condition, Arena *arena, int64_t *values, struct SmtDump *dump) {
    PathCondition path = *condition;
    if (path.symbol_count == 0) path.symbol_count = 1;
    Z3Session *session = z3_session_open();
    Term *symbols = arena_new_array(arena, Term, path.symbol_count);
    declare_symbols(session, symbols, path.symbol_count);
    assert_path(session, &path, symbols, arena);
    Z3Answer answer = z3_session_check(session, has_product(&path) ? PRODUCT_RESOURCES : FEASIBILITY_RESOURCES);
    Feasibility result = answer == Z3_ANSWER_UNSATISFIABLE ? FEASIBILITY_UNSATISFIABLE : FEASIBILITY_UNKNOWN;
    if (answer == Z3_ANSWER_SATISFIABLE) {
        int64_t *found = arena_new_array(arena, int64_t, path.symbol_count);
        if (read_values(session, symbols, path.symbol_count, found)) {
            result = hangs_on_guess(&path) ? FEASIBILITY_UNKNOWN : FEASIBILITY_SATISFIABLE;
            for (uint32_t i = 0; values && i < path.symbol_count; i++) values[i] = found[i];
        }
    }
    if (dump)
        smt_dump(dump, "witness", "can the branches of the witness be taken together?", answer_word(answer), NULL,
                 z3_session_text(session));
    z3_session_close(session);
    return result;
}

Feasibility feasibility_decide(const PathConstraint *constraints, uint32_t count, Arena *arena, int64_t *values,
                               uint32_t symbol_count) {
    PathCondition condition = {.constraints = constraints, .constraint_count = count, .symbol_count = symbol_count};
    return feasibility_of_path(&condition, arena, values, NULL);
}
