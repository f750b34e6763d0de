// SPDX-License-Identifier: MIT
#include "explorer/constraint_store.h"

#include <string.h>

static const int64_t UNBOUNDED = INT64_MAX, UNBOUNDED_BELOW = INT64_MIN;

typedef struct Difference {
    uint32_t minuend, subtrahend; // minuend - subtrahend <= bound
    int64_t bound;
} Difference;

static uint32_t differences_of(const PathConstraint *constraint, Difference out[2]) {
    uint32_t left = constraint->left, right = constraint->right;
    int64_t constant = constraint->constant;
    if (constant == INT64_MIN) return 0; // neither this less one nor its negative can be said
    switch (constraint->operator_) {
    case OPERATOR_LESS: out[0] = (Difference){left, right, constant - 1}; return 1;
    case OPERATOR_LESS_EQUAL: out[0] = (Difference){left, right, constant}; return 1;
    case OPERATOR_GREATER: out[0] = (Difference){right, left, -constant - 1}; return 1;
    case OPERATOR_GREATER_EQUAL: out[0] = (Difference){right, left, -constant}; return 1;
    case OPERATOR_EQUAL:
        out[0] = (Difference){left, right, constant};
        out[1] = (Difference){right, left, -constant};
        return 2;
    default: return 0;
    }
}

// A sum beyond 64 bits is no bound that could be said, so it is left out.
static bool is_sum_less(int64_t left, int64_t right, int64_t than) {
    if (right > 0 ? left > INT64_MAX - right : left < INT64_MIN - right) return false;
    return left + right < than;
}

// Least upper bound of `minuend - subtrahend` that the differences imply.
static int64_t upper_bound(const State *state, Arena *scratch, uint32_t minuend, uint32_t subtrahend) {
    int64_t *distance = arena_new_array(scratch, int64_t, state->symbol_count);
    for (uint32_t i = 0; i < state->symbol_count; i++) distance[i] = UNBOUNDED;
    distance[subtrahend] = 0;
    bool changed = true;
    for (uint32_t round = 0; changed && round <= state->constraint_count; round++) {
        changed = false;
        for (uint32_t i = 0; i < state->constraint_count; i++) {
            Difference edges[2];
            uint32_t count = differences_of(&state->constraints[i], edges);
            for (uint32_t e = 0; e < count; e++) {
                int64_t through = distance[edges[e].subtrahend];
                if (through == UNBOUNDED || !is_sum_less(through, edges[e].bound, distance[edges[e].minuend])) continue;
                distance[edges[e].minuend] = through + edges[e].bound;
                changed = true;
            }
        }
    }
    return distance[minuend];
}

static bool is_excluded(const State *state, uint32_t left, uint32_t right, int64_t constant) {
    for (uint32_t i = 0; i < state->constraint_count; i++) {
        const PathConstraint *constraint = &state->constraints[i];
        if (constraint->operator_ != OPERATOR_NOT_EQUAL) continue;
        if (constraint->left == left && constraint->right == right && constraint->constant == constant) return true;
        if (constraint->left == right && constraint->right == left && constraint->constant == -constant) return true;
    }
    return false;
}

static Decision truth(bool is_true, bool is_false) {
    return is_true ? DECISION_TRUE : is_false ? DECISION_FALSE : DECISION_OPEN;
}

Decision constraints_decide(const State *state, Arena *scratch, PathConstraint question) {
    uint32_t left = question.left, right = question.right;
    int64_t constant = question.constant;
    ArenaMark mark = arena_mark(scratch);
    int64_t upper = upper_bound(state, scratch, left, right);
    int64_t lower = upper_bound(state, scratch, right, left);
    arena_rewind(scratch, mark);
    lower = lower == UNBOUNDED || lower == INT64_MIN ? UNBOUNDED_BELOW : -lower;
    while (upper != UNBOUNDED && lower <= upper && is_excluded(state, left, right, upper)) upper--;
    while (lower != UNBOUNDED_BELOW && lower <= upper && is_excluded(state, left, right, lower)) lower++;
    // One symbol alone has 64 bits; a difference of two may lie beyond.
    bool has_upper = !right || upper != UNBOUNDED, has_lower = !right || lower != UNBOUNDED_BELOW;
    bool differs = constant > upper || constant < lower || is_excluded(state, left, right, constant);
    bool equals = lower == upper && lower == constant;
    switch (question.operator_) {
    case OPERATOR_EQUAL: return truth(equals, differs);
    case OPERATOR_NOT_EQUAL: return truth(differs, equals);
    case OPERATOR_LESS: return truth(upper < constant, has_lower && lower >= constant);
    case OPERATOR_LESS_EQUAL: return truth(has_upper && upper <= constant, lower > constant);
    case OPERATOR_GREATER: return truth(lower > constant, has_upper && upper <= constant);
    case OPERATOR_GREATER_EQUAL: return truth(has_lower && lower >= constant, upper < constant);
    default: return DECISION_OPEN;
    }
}

void constraints_add(State *state, Arena *arena, PathConstraint constraint) {
    PathConstraint *longer = arena_new_array(arena, PathConstraint, state->constraint_count + 1);
    if (state->constraint_count) memcpy(longer, state->constraints, state->constraint_count * sizeof *longer);
    longer[state->constraint_count++] = constraint;
    state->constraints = longer;
}
