// SPDX-License-Identifier: MIT
// Arithmetic on unknown values. A result gets a symbol of its own that remembers what it was computed from, so that
// computing it again gives the same symbol and Z3 can relate it to its operands.
#include "explorer/machine.h"

enum { LARGEST_FACTOR = 4096 }; // keeps sums far from overflow

static bool is_integral(Value value) {
    return value.kind == VALUE_INTEGER || value.kind == VALUE_SYMBOL;
}

static Value scaled(Machine *machine, Value value, int64_t factor) {
    SymbolSum sum = {.left = value.reference, .left_factor = factor, .constant = value.number * factor};
    return state_sum_symbol(machine->state, machine->arena, sum);
}

// Two symbols, or a constant minus a symbol.
static Value sum_of(Machine *machine, Value left, Value right, int64_t sign) {
    if (left.kind == VALUE_INTEGER) {
        Value negated = scaled(machine, right, sign);
        negated.number += left.number;
        return negated;
    }
    SymbolSum sum = {.left = left.reference,
                     .right = right.reference,
                     .left_factor = 1,
                     .right_factor = sign,
                     .constant = left.number + sign * right.number};
    return state_sum_symbol(machine->state, machine->arena, sum);
}

static bool as_factor(Operator operator_, Value right, int64_t *factor) {
    if (right.kind != VALUE_INTEGER) return false;
    bool is_shift = operator_ == OPERATOR_SHIFT_LEFT && right.number >= 0 && right.number < 12;
    if (operator_ != OPERATOR_MULTIPLY && !is_shift) return false;
    *factor = is_shift ? INT64_C(1) << right.number : right.number;
    return *factor >= -LARGEST_FACTOR && *factor <= LARGEST_FACTOR;
}

Value derive_value(Machine *machine, Operator operator_, Value left, Value right) {
    if (!is_integral(left) || !is_integral(right)) return (Value){0};
    int64_t factor;
    if (left.kind == VALUE_SYMBOL && as_factor(operator_, right, &factor)) return scaled(machine, left, factor);
    if (operator_ == OPERATOR_MULTIPLY && as_factor(operator_, left, &factor)) return scaled(machine, right, factor);
    if (operator_ == OPERATOR_ADD) return sum_of(machine, left, right, 1);
    if (operator_ == OPERATOR_SUBTRACT) return sum_of(machine, left, right, -1);
    SymbolSum term = {.left = left.reference,
                      .right = right.reference,
                      .operator_ = operator_,
                      .left_number = left.number,
                      .right_number = right.number};
    return state_sum_symbol(machine->state, machine->arena, term);
}
