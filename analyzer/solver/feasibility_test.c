// SPDX-License-Identifier: MIT
#include "solver/feasibility.h"

#include <stdio.h>

typedef struct Expectation {
    const char *what;
    Feasibility answer;
    uint32_t count;
    PathConstraint constraints[4];
} Expectation;

static const Expectation expectations[] = {
    {"nothing assumed", FEASIBILITY_SATISFIABLE, 0, {{0}}},
    {"n > 3", FEASIBILITY_SATISFIABLE, 1, {{1, 0, 3, OPERATOR_GREATER}}},
    {"n > 3 and n < 4", FEASIBILITY_UNSATISFIABLE, 2, {{1, 0, 3, OPERATOR_GREATER}, {1, 0, 4, OPERATOR_LESS}}},
    {"a = b and a != b", FEASIBILITY_UNSATISFIABLE, 2, {{1, 2, 0, OPERATOR_EQUAL}, {1, 2, 0, OPERATOR_NOT_EQUAL}}},
    {"a < b < c < a + 3",
     FEASIBILITY_SATISFIABLE,
     3,
     {{1, 2, 0, OPERATOR_LESS}, {2, 3, 0, OPERATOR_LESS}, {3, 1, 3, OPERATOR_LESS}}},
    {"a < b < c < a + 2",
     FEASIBILITY_UNSATISFIABLE,
     3,
     {{1, 2, 0, OPERATOR_LESS}, {2, 3, 0, OPERATOR_LESS}, {3, 1, 2, OPERATOR_LESS}}},
    {"beyond 64 bits", FEASIBILITY_UNSATISFIABLE, 2, {{1, 0, INT64_MAX, OPERATOR_EQUAL}, {2, 1, 0, OPERATOR_GREATER}}},
    {"a constant that is false", FEASIBILITY_UNSATISFIABLE, 1, {{0, 0, 1, OPERATOR_GREATER_EQUAL}}},
    {"a constant that is true", FEASIBILITY_SATISFIABLE, 1, {{0, 0, 1, OPERATOR_LESS_EQUAL}}},
};

static int check_one(Arena *arena, const Expectation *expected) {
    int64_t values[4] = {0};
    Feasibility answer = feasibility_decide(expected->constraints, expected->count, arena, values, 4);
    if (answer != expected->answer) {
        printf("%s: expected %d, got %d\n", expected->what, (int)expected->answer, (int)answer);
        return 1;
    }
    for (uint32_t i = 0; answer == FEASIBILITY_SATISFIABLE && i < expected->count; i++) {
        if (path_constraint_holds(expected->constraints[i], values) &&
            !path_constraint_holds(path_constraint_negate(expected->constraints[i]), values))
            continue;
        printf("%s: constraint %u does not hold for the values returned\n", expected->what, (unsigned)i);
        return 1;
    }
    return 0;
}

int main(void) {
    Arena *arena = arena_create();
    int failures = 0;
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++)
            failures += check_one(arena, &expectations[i]);
    arena_destroy(arena);
    return failures != 0;
}
