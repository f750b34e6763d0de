// SPDX-License-Identifier: MIT
// Values of expressions. Integers are exact while they are known; an unknown value has an identity
// (a symbol) from the moment it is stored, so that testing it twice gives one answer.
#include "explorer/constraint_store.h"
#include "explorer/machine.h"

#include <string.h>

enum {
    FORKS_PER_SYMBOL = 4, // as a loop makes them, in each turn one
    CASES_PER_FORK = 12,  // comparisons with constants that could be one switch count as much
    INDEX_CHOICES = 8
};

static int64_t wrap(int64_t number, ValueType type) {
    if (type.size == 0 || type.size >= 8 || type.kind == TYPE_POINTER) return number;
    uint64_t bits = type.size * 8, mask = (UINT64_C(1) << bits) - 1;
    uint64_t low = (uint64_t)number & mask;
    if (type.kind == TYPE_SIGNED && low >> (bits - 1)) low |= ~mask;
    return (int64_t)low;
}

static Value convert(Value value, ValueType type) {
    if (type.kind == TYPE_FLOAT) return (Value){0};
    if (value.kind == VALUE_INTEGER) value.number = wrap(value.number, type);
    return value;
}

enum { SOLVER_WORK = 10000 }; // what a question to Z3 counts as, against the budget

static bool is_feasible_with(Machine *machine, PathConstraint question) {
    const State *state = machine->state;
    ArenaMark mark = arena_mark(machine->arena);
    PathConstraint *all = arena_new_array(machine->arena, PathConstraint, state->constraint_count + 1);
    if (state->constraint_count) memcpy(all, state->constraints, state->constraint_count * sizeof *all);
    all[state->constraint_count] = question;
    PathCondition condition = {all, state->constraint_count + 1, state->sums, state->sum_count, state->symbol_count};
    bool is_feasible = feasibility_of_path(&condition, machine->arena, NULL, NULL) != FEASIBILITY_UNSATISFIABLE;
    arena_rewind(machine->arena, mark);
    machine->work += SOLVER_WORK;
    return is_feasible;
}

static bool is_in_sum(const State *state, SymbolId symbol) {
    for (uint32_t i = 0; symbol && i < state->sum_count; i++)
        if (sum_is_followed(&state->sums[i]) &&
            (state->sums[i].symbol == symbol || state->sums[i].left == symbol || state->sums[i].right == symbol))
            return true;
    return false;
}

// Differences are decided here; where a symbol was computed from others, Z3 is asked.
static Decision decide_question(Machine *machine, PathConstraint question) {
    Decision decision = constraints_decide(machine->state, machine->arena, question);
    if (decision != DECISION_OPEN) return decision;
    if (!is_in_sum(machine->state, question.left) && !is_in_sum(machine->state, question.right)) return decision;
    if (!is_feasible_with(machine, question)) return DECISION_FALSE;
    return is_feasible_with(machine, path_constraint_negate(question)) ? DECISION_OPEN : DECISION_TRUE;
}

// Whether the symbol was split too often. A value that is compared with one constant after the other is no loop: what
// is behind the next case was not looked at, however often one goes round.
static bool is_split_enough(Machine *machine, const PathConstraint *question) {
    uint8_t *forks = &machine->state->fork_counts[question->left];
    bool is_case = question->operator_ == OPERATOR_EQUAL && !question->right;
    uint32_t splits = *forks + (is_case ? 1u : CASES_PER_FORK);
    if (splits > FORKS_PER_SYMBOL * CASES_PER_FORK) {
        machine_cut(machine, is_case ? CUT_CASES : CUT_LOOP);
        return true;
    }
    *forks = (uint8_t)splits;
    return false;
}

static Value decide(Machine *machine, PathConstraint question) {
    Decision decision = decide_question(machine, question);
    if (decision != DECISION_OPEN) return value_integer(decision == DECISION_TRUE);
    if (is_split_enough(machine, &question)) return value_integer(0);
    bool is_true = machine_choose(machine, 2) == 0;
    constraints_add(machine->state, machine->arena, is_true ? question : path_constraint_negate(question));
    return value_integer(is_true);
}

static Operator mirrored(Operator operator_) {
    switch (operator_) {
    case OPERATOR_LESS: return OPERATOR_GREATER;
    case OPERATOR_LESS_EQUAL: return OPERATOR_GREATER_EQUAL;
    case OPERATOR_GREATER: return OPERATOR_LESS;
    case OPERATOR_GREATER_EQUAL: return OPERATOR_LESS_EQUAL;
    default: return operator_;
    }
}

static bool compare_numbers(Operator operator_, int64_t left, int64_t right) {
    switch (operator_) {
    case OPERATOR_EQUAL: return left == right;
    case OPERATOR_NOT_EQUAL: return left != right;
    case OPERATOR_LESS: return left < right;
    case OPERATOR_LESS_EQUAL: return left <= right;
    case OPERATOR_GREATER: return left > right;
    default: return left >= right;
    }
}

static bool is_address(Value value) {
    return value.kind == VALUE_POINTER || value.kind == VALUE_FUNCTION || value.kind == VALUE_STRING;
}

static Value bound_value(const Machine *machine, Value value) {
    if (value.kind != VALUE_SYMBOL || !machine->state->bindings[value.reference]) return value;
    return value_pointer(machine->state->bindings[value.reference], value.number);
}

Value evaluate_compare(Machine *machine, Operator operator_, Value left, Value right) {
    left = bound_value(machine, left);
    right = bound_value(machine, right);
    if (left.kind == VALUE_INTEGER && right.kind == VALUE_INTEGER)
        return value_integer(compare_numbers(operator_, left.number, right.number));
    bool is_equality = operator_ == OPERATOR_EQUAL || operator_ == OPERATOR_NOT_EQUAL;
    if (is_address(left) && is_address(right)) {
        bool same_base = left.kind == right.kind && left.reference == right.reference;
        if (is_equality && left.kind == right.kind && left.kind != VALUE_STRING)
            return value_integer((same_base && left.number == right.number) == (operator_ == OPERATOR_EQUAL));
        if (same_base) return value_integer(compare_numbers(operator_, left.number, right.number));
    }
    if (is_address(left) && right.kind == VALUE_INTEGER && right.number <= 0)
        return value_integer(operator_ == OPERATOR_NOT_EQUAL || operator_ == OPERATOR_GREATER ||
                             operator_ == OPERATOR_GREATER_EQUAL);
    if (left.kind == VALUE_INTEGER && is_address(right) && left.number <= 0)
        return value_integer(operator_ == OPERATOR_NOT_EQUAL || operator_ == OPERATOR_LESS ||
                             operator_ == OPERATOR_LESS_EQUAL);
    if (left.kind == VALUE_SYMBOL && right.kind == VALUE_INTEGER)
        return decide(machine, (PathConstraint){left.reference, 0, right.number - left.number, operator_});
    if (left.kind == VALUE_INTEGER && right.kind == VALUE_SYMBOL)
        return decide(machine, (PathConstraint){right.reference, 0, left.number - right.number, mirrored(operator_)});
    if (left.kind == VALUE_SYMBOL && right.kind == VALUE_SYMBOL) {
        if (left.reference == right.reference)
            return value_integer(compare_numbers(operator_, left.number, right.number));
        return decide(machine,
                      (PathConstraint){left.reference, right.reference, right.number - left.number, operator_});
    }
    return (Value){0};
}

bool evaluate_truth(Machine *machine, Value value) {
    if (value.kind == VALUE_INTEGER) return value.number != 0;
    if (is_address(value)) return true;
    Value answer = evaluate_compare(machine, OPERATOR_NOT_EQUAL, value, value_integer(0));
    if (answer.kind == VALUE_INTEGER) return answer.number != 0;
    machine->state->is_guessing = true; // asked again, it might be answered otherwise: floats, what is not lowered
    return machine_choose(machine, 2) == 0;
}

static Value calculate(Operator operator_, int64_t left, int64_t right) {
    switch (operator_) {
    case OPERATOR_ADD: return value_integer((int64_t)((uint64_t)left + (uint64_t)right));
    case OPERATOR_SUBTRACT: return value_integer((int64_t)((uint64_t)left - (uint64_t)right));
    case OPERATOR_MULTIPLY: return value_integer((int64_t)((uint64_t)left * (uint64_t)right));
    case OPERATOR_DIVIDE:
        if (right == 0 || (right == -1 && left == INT64_MIN)) return (Value){0};
        return value_integer(left / right);
    case OPERATOR_REMAINDER:
        if (right == 0 || right == -1) return right ? value_integer(0) : (Value){0};
        return value_integer(left % right);
    case OPERATOR_SHIFT_LEFT:
        return right < 0 || right > 63 ? (Value){0} : value_integer((int64_t)((uint64_t)left << right));
    case OPERATOR_SHIFT_RIGHT: return right < 0 || right > 63 ? (Value){0} : value_integer(left >> right);
    case OPERATOR_AND: return value_integer(left & right);
    case OPERATOR_OR: return value_integer(left | right);
    case OPERATOR_XOR: return value_integer(left ^ right);
    default: return (Value){0};
    }
}

static Value evaluate_binary(Machine *machine, const Expr *expr) {
    Value left = evaluate(machine, expr->left), right = evaluate(machine, expr->right);
    if (expr->operator_ >= OPERATOR_EQUAL && expr->operator_ <= OPERATOR_GREATER_EQUAL)
        return evaluate_compare(machine, expr->operator_, left, right);
    if (left.kind == VALUE_INTEGER && right.kind == VALUE_INTEGER)
        return convert(calculate(expr->operator_, left.number, right.number), expr->type);
    bool has_offset = left.kind == VALUE_SYMBOL || left.kind == VALUE_POINTER;
    if (has_offset && right.kind == VALUE_INTEGER &&
        (expr->operator_ == OPERATOR_ADD || expr->operator_ == OPERATOR_SUBTRACT)) {
        left.number += expr->operator_ == OPERATOR_ADD ? right.number : -right.number;
        return left;
    }
    if (left.kind == VALUE_INTEGER && right.kind == VALUE_SYMBOL && expr->operator_ == OPERATOR_ADD) {
        right.number += left.number;
        return right;
    }
    bool same_base = left.kind == right.kind && left.reference == right.reference;
    if (same_base && has_offset && expr->operator_ == OPERATOR_SUBTRACT)
        return value_integer(left.number - right.number);
    return derive_value(machine, expr->operator_, left, right);
}

static Value evaluate_unary(Machine *machine, const Expr *expr) {
    Value value = evaluate(machine, expr->left);
    if (expr->operator_ == OPERATOR_NOT) {
        if (value.kind == VALUE_UNKNOWN) return value;
        return value_integer(!evaluate_truth(machine, value));
    }
    if (value.kind != VALUE_INTEGER) {
        Operator operator_ = expr->operator_ == OPERATOR_NEGATE ? OPERATOR_SUBTRACT : OPERATOR_XOR;
        return derive_value(machine, operator_, value_integer(operator_ == OPERATOR_XOR ? -1 : 0), value);
    }
    int64_t number = expr->operator_ == OPERATOR_NEGATE ? (int64_t)(0 - (uint64_t)value.number) : ~value.number;
    return convert(value_integer(number), expr->type);
}

static PathConstraint index_is(Value index, int64_t value) {
    return (PathConstraint){index.reference, 0, value - index.number, OPERATOR_EQUAL};
}

// The smallest small index that the path allows; where nothing is known of any element, one will do to show a race.
static uint32_t pick_index(Machine *machine, Value index, int64_t *candidate) {
    for (*candidate = 0; *candidate < INDEX_CHOICES; ++*candidate)
        if (constraints_decide(machine->state, machine->arena, index_is(index, *candidate)) != DECISION_FALSE) return 1;
    return 0;
}

// An unknown index picks one of the elements that are known to be there.
static Value evaluate_unknown_element(Machine *machine, Value base, Value index, int64_t size) {
    if (base.kind != VALUE_POINTER || index.kind != VALUE_SYMBOL || size <= 0) return (Value){0};
    const Object *object = state_object(machine->state, base.reference);
    int64_t candidates[INDEX_CHOICES];
    uint32_t count = 0;
    for (uint32_t i = 0; i < object->cells.count && count < INDEX_CHOICES; i++) {
        int64_t distance = machine_cell_place(&object->cells.items[i]) - base.number;
        if (distance < 0) continue;
        if (!count || candidates[count - 1] != distance / size) candidates[count++] = distance / size;
    }
    if (!count && machine->candidates) count = pick_index(machine, index, candidates);
    if (!count) return (Value){0};
    uint32_t choice = machine_choose(machine, count + 1);
    if (choice == count) { // an element that nothing is known of
        machine->state->is_guessing = true;
        return (Value){0};
    }
    int64_t chosen = candidates[choice];
    PathConstraint equal = index_is(index, chosen);
    Decision decision = constraints_decide(machine->state, machine->arena, equal);
    if (decision == DECISION_FALSE) machine->result = STEP_IMPOSSIBLE;
    if (decision == DECISION_OPEN) constraints_add(machine->state, machine->arena, equal);
    return value_pointer(base.reference, base.number + chosen * size);
}

static Value evaluate_element(Machine *machine, const Expr *expr) {
    Value base = evaluate(machine, expr->left), index = evaluate(machine, expr->right);
    if (base.kind == VALUE_SYMBOL) base = machine_dereference(machine, base);
    if (index.kind != VALUE_INTEGER) return evaluate_unknown_element(machine, base, index, expr->constant);
    if (base.kind == VALUE_POINTER || base.kind == VALUE_INTEGER) base.number += index.number * expr->constant;
    return base;
}

Value evaluate(Machine *machine, ExprId id) {
    const Expr *expr = program_expr(machine->program, id);
    machine->work++;
    switch (expr->kind) {
    case EXPR_CONSTANT: return value_integer(expr->constant);
    case EXPR_STRING: return (Value){VALUE_STRING, id, 0};
    case EXPR_VARIABLE_ADDRESS: return value_pointer(machine_variable(machine, expr->reference), 0);
    case EXPR_FUNCTION_ADDRESS: return (Value){VALUE_FUNCTION, expr->reference, 0};
    case EXPR_FIELD: {
        Value base = evaluate(machine, expr->left);
        if (base.kind == VALUE_SYMBOL) base = machine_dereference(machine, base);
        if (base.kind == VALUE_POINTER || base.kind == VALUE_INTEGER) base.number += expr->constant;
        return base;
    }
    case EXPR_ELEMENT: return evaluate_element(machine, expr);
    case EXPR_LOAD: {
        Value address = evaluate(machine, expr->left);
        machine->loads_from = expr->left;
        return machine_load(machine, address, expr->type);
    }
    case EXPR_UNARY: return evaluate_unary(machine, expr);
    case EXPR_BINARY: return evaluate_binary(machine, expr);
    case EXPR_CONVERT: return convert(evaluate(machine, expr->left), expr->type);
    case EXPR_OPAQUE: break;
    }
    return (Value){0};
}
