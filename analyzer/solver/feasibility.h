// SPDX-License-Identifier: MIT
// Can the branches that a run took be taken together? The explorer gathers what it assumed about the
// program's unknown integers as linear constraints; this decides their conjunction with Z3 (difference
// logic over the integers, every symbol within 64 bits) and returns values for them, which a witness shows.
#pragma once
#include "program/program.h"

// left (operator) right + constant, with one of OPERATOR_EQUAL … OPERATOR_GREATER_EQUAL.
typedef struct PathConstraint {
    uint32_t left, right; // symbol ids; 0 is none and counts as the value 0
    int64_t constant;
    Operator operator_;
} PathConstraint;

// What a symbol was computed from, by `operator_`:
//   OPERATOR_NONE      left_factor * left + right_factor * right + constant
//   OPERATOR_MULTIPLY  (left + left_number) * (right + right_number)
//   any other          that operator on the same operands; what it yields is not known, only that it is the same again
typedef struct SymbolSum {
    uint32_t symbol, left, right; // either operand may be 0
    Operator operator_;
    int64_t left_factor, right_factor, constant;
    int64_t left_number, right_number;
} SymbolSum;

// Whether the solver knows what the operator yields.
static inline bool sum_is_followed(const SymbolSum *sum) {
    return sum->operator_ == OPERATOR_NONE || sum->operator_ == OPERATOR_MULTIPLY;
}

typedef struct PathCondition {
    const PathConstraint *constraints;
    uint32_t constraint_count;
    const SymbolSum *sums;
    uint32_t sum_count;
    uint32_t symbol_count; // ids lie below
} PathCondition;

typedef enum Feasibility {
    FEASIBILITY_SATISFIABLE,
    FEASIBILITY_UNSATISFIABLE,
    FEASIBILITY_UNKNOWN, // the budget was spent
} Feasibility;

// Symbol ids lie below `symbol_count`. When the answer is satisfiable, `values[id]` (of `symbol_count`
// places, or NULL) takes a value for every symbol; otherwise it is untouched. Equal questions get equal answers.
Feasibility feasibility_decide(const PathConstraint *constraints, uint32_t count, Arena *arena, int64_t *values,
                               uint32_t symbol_count);

// The same with symbols that were computed from others. Unknown when the answer hangs on an operator whose results
// are not followed and whose operands are constrained too. `dump` (or NULL) takes the question as SMT-LIB.
struct SmtDump;
Feasibility feasibility_of_path(const PathCondition *condition, Arena *arena, int64_t *values, struct SmtDump *dump);

// The constraint that holds exactly when this one does not.
PathConstraint path_constraint_negate(PathConstraint constraint);

// Whether the constraint holds under `values` (indexed by symbol id), without overflow.
bool path_constraint_holds(PathConstraint constraint, const int64_t *values);
