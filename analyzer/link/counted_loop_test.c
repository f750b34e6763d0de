// SPDX-License-Identifier: MIT
// How often counting loops turn, from graphs as the front end makes them of for statements.
#include "link/counted_loop.h"
#include "link/test_program.h"

typedef struct Loop {
    int64_t start, bound, step;
    Operator comparison;
    bool is_to_parameter; // the bound is a parameter's value plus `bound`
    bool skips_step;      // in some turn
} Loop;

static ExprId sum(Build *b, Operator operator_, ExprId left, ExprId right) {
    return program_add_expr(
        b->program,
        (Expr){.kind = EXPR_BINARY, .operator_ = operator_, .left = left, .right = right, .type = type_int});
}

// i = start; while (i COMPARISON bound) { if (skip) continue; i = i + step }
static bool read_trip(Loop loop, LoopTrip *trip, VariableId *parameter_id) {
    Build b = build_start();
    FunctionId id = define(&b, "run");
    VariableId n = parameter(&b, "n", type_int), skip = parameter(&b, "skip", type_int), i = local(&b, "i", type_int);
    assign(&b, at(&b, i), number(&b, loop.start));
    ExprId bound = number(&b, loop.bound);
    if (loop.is_to_parameter) bound = sum(&b, OPERATOR_ADD, value(&b, n), bound);
    branch(&b, sum(&b, loop.comparison, value(&b, i), bound), 6); // 2
    branch(&b, loop.skips_step ? value(&b, skip) : number(&b, 1), loop.skips_step ? 2 : 4);
    assign(&b, at(&b, i), sum(&b, OPERATOR_ADD, value(&b, i), number(&b, loop.step))); // 4
    node(&b, (Node){.kind = NODE_NOP, .next = 2});
    give_back(&b, number(&b, 0)); // 6
    ControlFlow *flow = control_flow_build(program_function(b.program, id), NULL, b.arena);
    *parameter_id = n;
    bool is_read = counted_loop_trip(b.program, id, flow, 2, b.arena, trip);
    build_end(&b);
    return is_read;
}

static int check(Loop loop, bool is_counted, int64_t turns) {
    LoopTrip trip;
    VariableId n;
    bool is_read = read_trip(loop, &trip, &n);
    bool is_right = is_read == is_counted &&
                    (!is_read || (trip.constant == turns && trip.symbol == (loop.is_to_parameter ? n : 0)));
    if (!is_right) printf("failed: from %d to %d by %d\n", (int)loop.start, (int)loop.bound, (int)loop.step);
    return !is_right;
}

int main(void) {
    int failures = check((Loop){0, 4, 1, OPERATOR_LESS, false, false}, true, 4);
    failures += check((Loop){1, 4, 1, OPERATOR_LESS, false, false}, true, 3);
    failures += check((Loop){1, 4, 1, OPERATOR_LESS_EQUAL, false, false}, true, 4);
    failures += check((Loop){0, 4, 1, OPERATOR_NOT_EQUAL, false, false}, true, 4);
    failures += check((Loop){3, 0, -1, OPERATOR_GREATER_EQUAL, false, false}, true, 4);
    failures += check((Loop){3, 0, -1, OPERATOR_GREATER, false, false}, true, 3);
    failures += check((Loop){0, -1, 1, OPERATOR_LESS, true, false}, true, -1);
    failures += check((Loop){2, 3, 1, OPERATOR_LESS, true, false}, true, 1);
    failures += check((Loop){0, 4, 2, OPERATOR_LESS, false, false}, false, 0);
    failures += check((Loop){0, 4, -1, OPERATOR_LESS, false, false}, false, 0);
    failures += check((Loop){0, 4, 1, OPERATOR_LESS, false, true}, false, 0);
    return failures != 0;
}
