// SPDX-License-Identifier: MIT
// The constraint store against Z3: over random differences, what it calls implied or excluded has to be so for every
// value of the symbols, and it may call few things open that Z3 decides.
//   constraint_store_test [first seed] [rounds]
#include "explorer/constraint_store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { SYMBOLS = 5, MOST_CONSTRAINTS = 7 }; // symbol 0 is none

typedef struct Random {
    uint64_t state; // xorshift64* (Vigna 2016)
} Random;

static uint32_t below(Random *random, uint32_t limit) {
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return (uint32_t)((random->state * 0x2545f4914f6cdd1du) >> 33) % limit;
}

// Mostly small; now and then where programs have their limits.
static int64_t constant(Random *random) {
    static const int64_t limits[] = {INT64_MAX,     INT64_MIN, INT64_MAX - 1, INT64_MIN + 1, INT64_MAX / 2,
                                     INT64_MAX / 4, INT32_MAX, INT32_MIN,     UINT32_MAX};
    if (below(random, 12) == 0) return limits[below(random, sizeof limits / sizeof *limits)];
    return (int64_t)below(random, 9) - 4;
}

static PathConstraint any_constraint(Random *random) {
    PathConstraint constraint = {.left = 1 + below(random, SYMBOLS - 1), .right = below(random, SYMBOLS)};
    if (constraint.right == constraint.left) constraint.right = 0;
    constraint.constant = constant(random);
    constraint.operator_ = (Operator)(OPERATOR_EQUAL + below(random, 6));
    return constraint;
}

static bool is_possible(const State *state, PathConstraint more, Arena *arena) {
    PathConstraint all[MOST_CONSTRAINTS + 1];
    for (uint32_t i = 0; i < state->constraint_count; i++) all[i] = state->constraints[i];
    all[state->constraint_count] = more;
    return feasibility_decide(all, state->constraint_count + 1, arena, NULL, SYMBOLS) != FEASIBILITY_UNSATISFIABLE;
}

typedef struct Figures {
    uint32_t questions, decided, left_open, wrong;
} Figures;

static void print_constraint(PathConstraint constraint) {
    static const char *const signs[] = {"==", "!=", "<", "<=", ">", ">="};
    printf(" s%u %s s%u + %" PRId64 ";", constraint.left, signs[constraint.operator_ - OPERATOR_EQUAL],
           constraint.right, constraint.constant);
}

static void ask(State *state, PathConstraint question, Arena *arena, Figures *figures, uint64_t seed) {
    Decision decision = constraints_decide(state, arena, question);
    bool may_hold = is_possible(state, question, arena);
    bool may_fail = is_possible(state, path_constraint_negate(question), arena);
    figures->questions++;
    figures->decided += decision != DECISION_OPEN;
    figures->left_open += decision == DECISION_OPEN && !(may_hold && may_fail);
    bool is_wrong = (decision == DECISION_TRUE && may_fail) || (decision == DECISION_FALSE && may_hold);
    if (is_wrong && figures->wrong++ < 5) {
        printf("seed %" PRIu64 ": called %s:", seed, decision == DECISION_TRUE ? "implied" : "excluded");
        print_constraint(question);
        printf(" from");
        for (uint32_t i = 0; i < state->constraint_count; i++) print_constraint(state->constraints[i]);
        printf("\n");
    }
    // The explorer adds what is open, one way or the other; keep to what is possible.
    if (state->constraint_count == MOST_CONSTRAINTS || decision != DECISION_OPEN) return;
    if (may_hold)
        constraints_add(state, arena, question);
    else
        constraints_add(state, arena, path_constraint_negate(question));
}

static void run(uint64_t seed, Figures *figures) {
    Random random = {seed * 0x9e3779b97f4a7c15u + 1};
    Arena *arena = arena_create();
    State *state = state_create(arena, 1);
    for (uint32_t i = 1; i < SYMBOLS; i++) state_fresh_symbol(state, arena);
    for (uint32_t i = 0; i < 12; i++) ask(state, any_constraint(&random), arena, figures, seed);
    arena_destroy(arena);
}

int main(int count, char **arguments) {
    uint64_t first = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t rounds = count > 2 ? strtoull(arguments[2], NULL, 10) : 100;
    Figures figures = {0};
    for (uint64_t seed = first; seed < first + rounds; seed++) run(seed, &figures);
    printf("%u questions, %u decided, %u left open that Z3 decides, %u wrong\n", figures.questions, figures.decided,
           figures.left_open, figures.wrong);
    return figures.wrong || figures.decided < figures.questions / 5 || figures.left_open > figures.questions / 20;
}
